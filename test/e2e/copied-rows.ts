// What a client received by COPY: the payloads of its CopyData messages, as one stream.

const COPY_DATA = 0x64;

export const bodyOf = (messages: readonly Buffer[]): Buffer =>
  Buffer.concat(messages.filter((message) => message[0] === COPY_DATA).map((message) => message.subarray(5)));

/** The lines of a stream in text or CSV whose values hold no line ends. */
export const textOf = (stream: Buffer): readonly string[] => stream.toString('utf8').split('\n').slice(0, -1);
