// The version of what a bundle holds beyond OPA's own part: the streaming surface of the module and the files under /hpol/. Raised with
// every change that an older policyd or policyc would misread; a bundle of another version is refused, never adapted.

export const ABI_VERSION = 2;
