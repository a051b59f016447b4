// Lists of names, written as words.

export const words = (text: string): readonly string[] => text.trim().split(/\s+/);
