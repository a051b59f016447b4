// The committed kernels by name.

/** Hosts whose WebAssembly engine has no vector instructions need the one without. */
export const kernelFile = (simd: boolean): string => (simd ? 'kernel.wasm' : 'kernel-no-simd.wasm');
