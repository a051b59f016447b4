// A class member: its column patterns and its detectors.
import type { ColumnNode, DetectorNode, MemberNode, SegmentNode } from '../ast/declaration.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { DETECTORS, type DetectorName } from '../vocabulary/detectors.ts';
import type { ClassMember, ColumnPattern, Detector } from './program.ts';
import type { Reporter } from './reporter.ts';

export function checkMember(className: string, node: MemberNode, reporter: Reporter): ClassMember {
  return {
    name: `${className}.${node.name.text}`,
    className,
    columns: node.columns.flatMap((column) => checkColumn(column, reporter)),
    detectors: node.detectors.flatMap((detector) => checkDetector(detector, reporter)),
    span: node.span,
  };
}

function checkColumn(node: ColumnNode, reporter: Reporter): ColumnPattern[] {
  const [schema, relation, column, ...more] = node.segments;
  if (!schema || !relation || !column || more.length > 0) {
    reporter.report('HPOL2017', node.span, { found: node.segments.length });
    return [];
  }
  const texts = (segments: readonly SegmentNode[]): string[] =>
    segments.flatMap((segment) => segmentText(segment, reporter));
  return [{ schema: texts(schema), relation: texts(relation), column: texts(column), span: node.span }];
}

/** As PostgreSQL reads names: without quotes in lower case, in quotes as they stand. */
export const nameOf = ({ text, isQuoted }: SegmentNode): string => (isQuoted ? text : text.toLowerCase());

function segmentText(segment: SegmentNode, reporter: Reporter): string[] {
  const { text, isQuoted, span } = segment;
  if (!isQuoted || (text !== '' && !text.includes('*'))) return [nameOf(segment)];
  reporter.report('HPOL2018', span, { name: text });
  return [];
}

function checkDetector(node: DetectorNode, reporter: Reporter): Detector[] {
  if (node.kind === 'pattern') return [{ kind: 'pattern', pattern: node.pattern, span: node.pattern.span }];
  const { text, span } = node.name;
  if (isDetectorName(text)) return [{ kind: 'named', name: text, span }];
  const names = DETECTORS.map(({ name }) => name);
  const help = `detectors are ${names.map((name) => `\`${name}\``).join(', ')}, or a pattern such as \`/[0-9]+/\``;
  reporter.report('HPOL2002', span, { what: 'detector', name: text }, { help, ...suggest(node.name, names) });
  return [];
}

const isDetectorName = (name: string): name is DetectorName => DETECTORS.some((detector) => detector.name === name);
