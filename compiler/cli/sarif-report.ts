// Diagnostics as SARIF 2.1.0, the format that code scanners exchange. Columns count UTF-16 units, as everywhere here.
import { pathToFileURL } from 'node:url';
import type { Diagnostic } from '../../lang/diagnostics/diagnostic.ts';
import type { Fix } from '../../lang/diagnostics/fix.ts';
import type { SourceFile } from '../../lang/source/source-file.ts';
import type { Span } from '../../lang/source/span.ts';
import { isLibraryPath } from '../../lang/vocabulary/libraries.ts';
import { readPage } from './code-pages.ts';
import { rangeOf } from './diagnostic-reports.ts';
import type { Found } from './compile-policy.ts';
import { VERSION } from './version.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

export function sarifText(found: readonly Found[]): string {
  const codes = [...new Set(found.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code)))].sort();
  const results = found.flatMap(({ diagnostics, sources }) =>
    diagnostics.map((one) => ({ ...resultOf(one, sources), ruleIndex: codes.indexOf(one.code) })),
  );
  const run = {
    tool: { driver: { name: 'policyc', semanticVersion: VERSION, rules: codes.map(ruleOf) } },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { PROJECT: { uri: `${pathToFileURL(process.cwd()).href}/` } },
    results,
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, null, 2)}\n`;
}

/** A rule is a code; its help is the page of the code. */
function ruleOf(code: Diagnostic['code']): object {
  const page = readPage(code);
  const title = page.slice(0, page.indexOf('\n')).replace(/^# HPOL\d+: /, '');
  return { id: code, shortDescription: { text: title }, help: { text: page, markdown: page } };
}

function resultOf({ code, severity, message, span, labels, help, fix }: Diagnostic, sources: readonly SourceFile[]) {
  const related = (labels ?? []).map((label, id) => ({
    id,
    message: { text: label.text },
    ...locationOf(label.span, sources),
  }));
  return {
    ruleId: code,
    level: severity,
    message: { text: help === undefined ? message : `${message}\nhelp: ${help}` },
    locations: [locationOf(span, sources)],
    ...(related.length > 0 ? { relatedLocations: related } : {}),
    ...(fix ? { fixes: [fixOf(fix, sources)] } : {}),
  };
}

const locationOf = (span: Span, sources: readonly SourceFile[]) => ({
  physicalLocation: { artifactLocation: artifact(span.file), region: regionOf(span, sources) },
});

/** A file of the library is no file of the project. */
const artifact = (file: string): object =>
  isLibraryPath(file) ? { uri: file } : { uri: encodeURI(file), uriBaseId: 'PROJECT' };

function regionOf(span: Span, sources: readonly SourceFile[]): object {
  const { start, end } = rangeOf(span, sources);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function fixOf({ title, edits }: Fix, sources: readonly SourceFile[]): object {
  const files = [...new Set(edits.map(({ span }) => span.file))];
  const artifactChanges = files.map((file) => ({
    artifactLocation: artifact(file),
    replacements: edits
      .filter(({ span }) => span.file === file)
      .map(({ span, text }) => ({ deletedRegion: regionOf(span, sources), insertedContent: { text } })),
  }));
  return { description: { text: title }, artifactChanges };
}
