// Single messages as no driver sends them, and result formats that change from column to column.
import type { Attack } from '../leak-case.ts';
import {
  bind,
  copyData,
  copyDone,
  copyFail,
  describePortal,
  describeStatement,
  execute,
  functionCall,
  parse,
  query,
  rawMessage,
  sync,
  terminate,
  withLength,
} from '../messages.ts';
import { caseMakers, wire } from './case-makers.ts';

const { attack } = caseMakers('protocol');

const SSN = 'SELECT ssn FROM care.patients ORDER BY id';
const MIXED = 'SELECT id, ssn, birth, city, photo, balance FROM care.patients ORDER BY id';
const CITY = 'SELECT city FROM care.patients ORDER BY id';

export const MESSAGES: readonly Attack[] = [
  attack('a call of a function by its number', [wire(1, functionCall(2077, ['ssn'])), wire(1, query(SSN))]),
  attack('a call of a function that runs a query', [wire(1, functionCall(2923, [SSN, 't', 't', '']))]),
  attack('a call of a function in a pipeline', [wire(3, query(SSN), functionCall(1317, ['abc']), query(SSN))]),
  attack('a message of an unknown type', [wire('close', query(SSN), rawMessage('y', ['a']))]),
  attack('a password behind the login', [wire('close', query(SSN), rawMessage('p', ['a']))]),
  attack('a length that is too short', [wire('close', withLength(query(SSN), 3))]),
  attack('a length that is negative', [wire('close', withLength(query(SSN), -1))]),
  attack('a length beyond every limit', [wire('close', withLength(query(SSN), 0x7fff_fff0))]),
  attack('a length that ends within the text', [wire('close', withLength(query(SSN), 12))]),
  attack('a text without its end', [wire('close', rawMessage('Q', [Buffer.from(SSN)]), terminate())]),
  attack('a text with another behind its end', [wire('close', rawMessage('Q', [CITY, SSN]), terminate())]),
  attack('a text that is no UTF-8', [
    wire(
      1,
      rawMessage('Q', [
        Buffer.concat([
          Buffer.from("SELECT ssn, '"),
          Buffer.from([0xff, 0xfe]),
          Buffer.from("' FROM care.patients ORDER BY id\0"),
        ]),
      ]),
    ),
  ]),
  attack('a name that is no UTF-8', [
    wire(1, rawMessage('P', [Buffer.from([0xc3, 0x28, 0]), SSN, Buffer.from([0, 0])]), sync()),
  ]),
  attack('an empty query', [wire(2, query(''), query(SSN))]),
  attack('a parameter count that lies', [
    wire('close', rawMessage('B', ['', '', Buffer.from([0, 0, 0, 9, 0, 0])]), sync(), terminate()),
  ]),
  attack('a negative parameter count', [
    wire('close', rawMessage('B', ['', '', Buffer.from([0, 0, 0xff, 0xff, 0, 0])]), sync(), terminate()),
  ]),
  attack('a kind to describe that is none', [
    wire('close', parse({ sql: SSN }), rawMessage('D', [Buffer.from('X'), '']), sync(), terminate()),
  ]),
  attack('a message in two pieces, with a length that lies behind it', [
    wire(0, query(SSN).subarray(0, 9)),
    wire('close', query(SSN).subarray(9), withLength(query(CITY), 2)),
  ]),
  attack('copy data that nobody asked for', [wire(1, copyData('930-31-1037\n'), copyDone(), query(SSN))]),
  attack('an end of copy in the middle of a pipeline', [
    wire(1, parse({ sql: SSN }), bind(), copyDone(), execute(), copyFail('no'), sync()),
  ]),
];

export const FORMATS: readonly Attack[] = [
  attack('formats mixed by column', [
    wire(1, parse({ sql: MIXED }), bind({ resultFormats: [0, 1, 0, 1, 1, 0] }), describePortal(), execute(), sync()),
  ]),
  attack('formats mixed the other way', [
    wire(1, parse({ sql: MIXED }), bind({ resultFormats: [1, 0, 1, 0, 0, 1] }), describePortal(), execute(), sync()),
  ]),
  attack('a number of formats that does not fit', [
    wire(1, parse({ sql: MIXED }), bind({ resultFormats: [1, 0] }), execute(), sync()),
  ]),
  attack('a format that does not exist', [
    wire(1, parse({ sql: SSN }), bind({ resultFormats: [2] }), execute(), sync()),
  ]),
  attack('the statement described, then bound in binary', [
    wire(1, parse({ sql: SSN }), describeStatement(), bind({ resultFormats: [1] }), execute(), sync()),
  ]),
  attack('no description at all', [wire(1, parse({ sql: MIXED }), bind(), execute(), sync())]),
  attack('no description, in binary', [
    wire(1, parse({ sql: MIXED }), bind({ resultFormats: [1] }), execute(), sync()),
  ]),
  attack('described behind its execution', [
    wire(1, parse({ sql: MIXED }), bind(), execute('', 2), describePortal(), execute(), sync()),
  ]),
  attack('a binary parameter', [
    wire(
      1,
      parse({ sql: 'SELECT ssn FROM care.patients WHERE id = $1', types: [23] }),
      bind({ parameters: [Buffer.from([0, 0, 0, 3])], parameterFormats: [1] }),
      execute(),
      sync(),
    ),
  ]),
  attack('a parameter that is the column itself', [
    wire(
      1,
      parse({ sql: 'SELECT $1::text, ssn FROM care.patients ORDER BY id' }),
      bind({ parameters: ['ssn'] }),
      execute(),
      sync(),
    ),
  ]),
  attack('a protected column cast by the type of a parameter', [
    wire(
      1,
      parse({ sql: 'SELECT coalesce(ssn, $1) FROM care.patients ORDER BY id' }),
      bind({ parameters: [null] }),
      execute(),
      sync(),
    ),
  ]),
];
