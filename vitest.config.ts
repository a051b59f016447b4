import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{lang,compiler,runtime,policies,test}/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    globalSetup: 'test/kit/temporary-folder.ts',
    setupFiles: ['test/kit/random-seed.ts'],
    coverage: {
      provider: 'v8',
      include: ['lang/**', 'compiler/**', 'runtime/**', 'test/replay/**'],
      // Left out: tests and what only they use; the kernel, which runs as WebAssembly; the build of the editor extension and what
      // runs inside an editor, both of which a test starts as what they are.
      exclude: [
        '**/*.test.ts',
        '**/testing*.ts',
        '**/*.txt',
        'compiler/kernel/assembly/**',
        'lang/editors/vscode/{build.ts,*.js,*.json,*.md}',
      ],
      reporter: ['text-summary', 'json-summary'],
      // Every branch of the language is reached by some test; fewer fails the run.
      thresholds: { 'lang/**': { branches: 100 } },
    },
  },
});
