// Bundles the extension and packs it as a `.vsix`, the same bytes from the same sources every time.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { rolldown } from 'rolldown';

const HERE = import.meta.dirname;

interface Manifest {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly version: string;
  readonly publisher: string;
  readonly engines: { readonly vscode: string };
  readonly categories: readonly string[];
}

const read = (path: string): string => readFileSync(join(HERE, path), 'utf8');

/** The extension and its client in one file of CommonJS; `vscode` is what the editor gives. */
export async function bundleExtension(): Promise<string> {
  const bundle = await rolldown({
    // Paths in the bundle are told from here, wherever the build is started.
    cwd: HERE,
    input: join(HERE, 'extension.js'),
    platform: 'node',
    external: ['vscode'],
    logLevel: 'silent',
  });
  try {
    const { output } = await bundle.generate({ format: 'cjs', minify: false });
    return output[0].code;
  } finally {
    await bundle.close();
  }
}

/** The earliest time that a zip file can hold. */
const FIXED_TIME = '1980-01-01T00:00:00';

export async function packageExtension(): Promise<Uint8Array> {
  const manifest = JSON.parse(read('manifest.json')) as Manifest;
  const files = {
    '[Content_Types].xml': CONTENT_TYPES,
    'extension.vsixmanifest': vsixManifest(manifest),
    'extension/package.json': read('manifest.json'),
    'extension/extension.js': await bundleExtension(),
    'extension/hpol.tmLanguage.json': read('hpol.tmLanguage.json'),
    'extension/language-configuration.json': read('language-configuration.json'),
    'extension/readme.md': read('README.md'),
    'extension/LICENSE.txt': read('../../../LICENSE'),
  };
  const bytes = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)]));
  // The date is read as local time and the archive holds local time, so no time zone changes the bytes.
  return zipSync(bytes, { level: 9, mtime: FIXED_TIME });
}

const CONTENT_TYPES = `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
  <Default Extension=".json" ContentType="application/json" />
  <Default Extension=".js" ContentType="application/javascript" />
  <Default Extension=".md" ContentType="text/markdown" />
  <Default Extension=".txt" ContentType="text/plain" />
  <Default Extension=".vsixmanifest" ContentType="text/xml" />
</Types>
`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** What an editor reads before it unpacks the extension. */
const vsixManifest = ({ name, displayName, description, version, publisher, engines, categories }: Manifest): string =>
  `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011" xmlns:d="http://schemas.microsoft.com/developer/vsx-schema-design/2011">
  <Metadata>
    <Identity Language="en-US" Id="${escaped(name)}" Version="${escaped(version)}" Publisher="${escaped(publisher)}" />
    <DisplayName>${escaped(displayName)}</DisplayName>
    <Description xml:space="preserve">${escaped(description)}</Description>
    <Categories>${escaped(categories.join(','))}</Categories>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${escaped(engines.vscode)}" />
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="workspace" />
    </Properties>
    <License>extension/LICENSE.txt</License>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code" />
  </Installation>
  <Dependencies />
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/readme.md" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE.txt" Addressable="true" />
  </Assets>
</PackageManifest>
`;
