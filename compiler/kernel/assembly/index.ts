// Everything that the linked module may use. Names that start with `kernel_` are for policy code: the compiler calls
// them and takes them off the export list.
export { kernel_start, hpol_alloc, hpol_mark, hpol_reset } from './heap';
