// Constants and parameters as lineage: they depend on no column, and a statement that writes one into a column says so.
import { CONSTANT } from './lineage.ts';
import type { Lineage } from './lineage.ts';
import type { Ast } from './parser.ts';
import { constantText } from './syntax.ts';
import { positionOf } from './walk.ts';
import type { Walk } from './walk.ts';

export const writtenConstant = (walk: Walk, node: Ast.A_Const): Lineage => ({
  ...CONSTANT,
  guesses: 1,
  constants: [{ kind: 'constant', text: constantText({ A_Const: node }), position: positionOf(walk, node.location) }],
});

export const writtenParameter = (walk: Walk, node: Ast.ParamRef): Lineage => ({
  ...CONSTANT,
  guesses: 1,
  constants: [{ kind: 'parameter', number: node.number ?? 0, position: positionOf(walk, node.location) }],
});
