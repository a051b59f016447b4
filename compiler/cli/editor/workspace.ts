// The policies that an editor has open: buffers over files on disk, and which policies a file belongs to. Knows nothing of the protocol.
import { dirname, join, relative, sep } from 'node:path';
import type { SchemaFile } from '../../../lang/check/schema.ts';
import type { PolicyAnalysis } from '../../../lang/service/policy-analysis.ts';
import type { Content } from '../../../lang/source/loader.ts';
import { createDiskTexts, policiesIn } from './disk-texts.ts';
import { createProject, type Project } from './project.ts';

/** A policy that a file belongs to. */
export interface Membership {
  /** Absolute path of the folder that the paths of the analysis start from. */
  readonly folder: string;
  readonly file: string;
  readonly analysis: PolicyAnalysis;
  /** False for a part that no policy imports: only its syntax can be judged. */
  readonly isPolicy: boolean;
}

const POLICY = /^\s*policy\s/m;

/** Holds the texts of one editor. Paths are absolute. */
export class EditorWorkspace {
  private readonly open = new Map<string, string>();
  private readonly projects = new Map<string, Project>();
  private readonly listed = new Map<string, readonly string[]>();
  private readonly disk = createDiskTexts();
  private readonly readSchema: (text: string) => SchemaFile | undefined;
  private folders: readonly string[] = [];
  private generation = 0;

  /** `readSchema` says what the text of a schema file means; undefined while that cannot be known yet. */
  constructor(readSchema: (text: string) => SchemaFile | undefined) {
    this.readSchema = readSchema;
  }

  get openPaths(): readonly string[] {
    return [...this.open.keys()];
  }

  setFolders(folders: readonly string[]): void {
    this.folders = folders;
    this.generation += 1;
  }

  /** Sets the text of an open buffer; undefined closes it. */
  setBuffer(path: string, text: string | undefined): void {
    if (text === undefined) this.open.delete(path);
    else this.open.set(path, text);
    this.generation += 1;
  }

  /** Files came, went or changed on disk. */
  forgetDisk(): void {
    this.listed.clear();
    this.generation += 1;
  }

  /** Schemas can be read that could not before. */
  forgetAnalyses(): void {
    for (const project of this.projects.values()) project.forget();
  }

  /** Undefined for what is no text. */
  textOf(path: string): string | undefined {
    const content = this.contentOf(path);
    return typeof content === 'string' ? content : undefined;
  }

  private contentOf(path: string): Content | undefined {
    return this.open.get(path) ?? this.disk.read(path);
  }

  /** Every policy that the file belongs to; the file alone where there is none. */
  policiesOf(path: string): readonly Membership[] {
    const inFolders = this.folders.filter((one) => isInside(one, path)).sort((a, b) => b.length - a.length);
    const folder = inFolders[0] ?? dirname(path);
    const project = this.projectOf(folder);
    const file = posix(relative(folder, path));
    const found = this.rootsIn(folder, inFolders.length > 0)
      .map((root) => project.analysisOf(posix(relative(folder, root))))
      .filter((analysis) => analysis.files.has(file))
      .map((analysis): Membership => ({ folder, file, analysis, isPolicy: true }));
    // A buffer that has no file yet may be a policy of its own.
    const isPolicy = POLICY.test(this.textOf(path) ?? '');
    return found.length > 0 ? found : [{ folder, file, analysis: project.analysisOf(file), isPolicy }];
  }

  private projectOf(folder: string): Project {
    const known = this.projects.get(folder);
    if (known) return known;
    const project = createProject(folder, {
      contentOf: (path) => this.contentOf(path),
      readSchema: this.readSchema,
      generation: () => this.generation,
    });
    this.projects.set(folder, project);
    return project;
  }

  /** The files that say `policy NAME`, on disk or in buffers. A folder that is no workspace is not searched below. */
  private rootsIn(folder: string, isDeep: boolean): readonly string[] {
    const onDisk = this.listed.get(folder) ?? policiesIn(folder, isDeep);
    this.listed.set(folder, onDisk);
    const inBuffers = this.openPaths.filter((path) => (isDeep ? isInside(folder, path) : dirname(path) === folder));
    const paths = [...new Set([...onDisk, ...inBuffers])];
    return paths.filter((path) => POLICY.test(this.textOf(path) ?? ''));
  }
}

const posix = (path: string): string => path.split(sep).join('/');

const isInside = (folder: string, path: string): boolean => path.startsWith(join(folder, sep));
