// Network addresses as text (RFC 4291, section 2.2) and as the 16 bytes that events carry. An IPv4 address is the IPv6
// address `::ffff:a.b.c.d`, so that both compare alike.

const GROUPS = 8;
const BYTES = 16;

/** The 16 bytes of an address, or null for any other text. No zone (`%eth0`), no leading zeros in IPv4. */
export function addressBytes(text: string): Uint8Array | null {
  if (!text.includes(':')) {
    const four = ipv4(text);
    return four && Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ...four]);
  }
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return null;
  const front = groups(head, tail === undefined);
  const back = tail === undefined ? [] : groups(tail, true);
  if (front === null || back === null) return null;
  const missing = BYTES - front.length - back.length;
  // `::` stands for at least one group.
  if (tail === undefined ? missing !== 0 : missing < 2) return null;
  return Uint8Array.from([...front, ...Array.from({ length: missing }, () => 0), ...back]);
}

/** The bytes of groups between colons; the end of an address may be written as an IPv4 address. Null when one is malformed. */
function groups(text: string, mayEndInIpv4: boolean): readonly number[] | null {
  if (text === '') return [];
  const parts = text.split(':');
  if (parts.length > GROUPS) return null;
  const bytes: number[] = [];
  for (const [index, part] of parts.entries()) {
    const four = mayEndInIpv4 && index === parts.length - 1 ? ipv4(part) : null;
    if (four) bytes.push(...four);
    else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) {
      const value = Number.parseInt(part, 16);
      bytes.push(value >> 8, value & 0xff);
    } else return null;
  }
  return bytes;
}

function ipv4(text: string): readonly number[] | null {
  const parts = text.split('.');
  const isValid = parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
  return isValid ? parts.map(Number) : null;
}
