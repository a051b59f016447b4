// What an SQLSTATE means, in words that carry no values. Stands in for the server's text where that could show protected
// values. https://www.postgresql.org/docs/18/errcodes-appendix.html

const CONDITIONS: Readonly<Record<string, string>> = {
  '21000': 'cardinality violation',
  '22001': 'string data right truncation',
  '22003': 'numeric value out of range',
  '22007': 'invalid datetime format',
  '22008': 'datetime field overflow',
  '22012': 'division by zero',
  '22021': 'character not in repertoire',
  '22P02': 'invalid text representation',
  '22P03': 'invalid binary representation',
  '23001': 'restrict violation',
  '23502': 'not null violation',
  '23503': 'foreign key violation',
  '23505': 'unique violation',
  '23514': 'check violation',
  '23P01': 'exclusion violation',
  '25P02': 'in failed sql transaction',
  '40001': 'serialization failure',
  '40P01': 'deadlock detected',
  '42501': 'insufficient privilege',
  '42601': 'syntax error',
  '42703': 'undefined column',
  '42804': 'datatype mismatch',
  '42883': 'undefined function',
  '42P01': 'undefined table',
  '57014': 'query canceled',
  P0001: 'raise exception',
};

const CLASSES: Readonly<Record<string, string>> = {
  '00': 'successful completion',
  '01': 'warning',
  '02': 'no data',
  '08': 'connection exception',
  '0A': 'feature not supported',
  '21': 'cardinality violation',
  '22': 'data exception',
  '23': 'integrity constraint violation',
  '25': 'invalid transaction state',
  '26': 'invalid SQL statement name',
  '28': 'invalid authorization specification',
  '34': 'invalid cursor name',
  '40': 'transaction rollback',
  '42': 'syntax error or access rule violation',
  '44': 'check option violation',
  '53': 'insufficient resources',
  '54': 'program limit exceeded',
  '55': 'object not in prerequisite state',
  '57': 'operator intervention',
  '58': 'system error',
  P0: 'PL/pgSQL error',
  XX: 'internal error',
};

export const conditionText = (sqlstate: string): string =>
  CONDITIONS[sqlstate] ?? CLASSES[sqlstate.slice(0, 2)] ?? 'an error of the target';
