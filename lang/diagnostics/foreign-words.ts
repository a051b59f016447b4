// What people write who know another language, and how it is said here.

const FOREIGN: Readonly<Record<string, string>> = {
  '&&': 'conditions are joined with `and`',
  '&': 'conditions are joined with `and`',
  '||': 'alternatives are joined with `or`',
  '|': 'alternatives are joined with `or`',
  '!': 'a condition is turned round with `not`, as in `not identity.mfa`',
  "'": 'texts stand in double quotes, as in `"text"`',
  '`': 'texts stand in double quotes, as in `"text"`',
  ';': 'nothing stands between declarations or clauses',
  '#': 'a comment starts with `//`',
  '[': 'sets and lists are written `{"a", "b"}`',
  '-': 'names are made of letters, digits and `_`; `-` subtracts a time or a duration from a time',
  '=~': 'patterns are asked with `matches`, as in `statement.text matches /copy/i`',
  '~': 'patterns are asked with `matches`, as in `statement.text matches /copy/i`',
  '<>': 'what is not equal is asked with `!=`',
  if: 'a condition starts with `when` or `unless`',
  where: 'a condition starts with `when` or `unless`',
  except: 'an exception starts with `unless`',
  like: 'texts are asked with `contains`, `starts with`, `ends with` and `matches`',
  deny: 'what refuses is called `block`',
  forbid: 'what refuses is called `block`',
  reject: 'what refuses is called `block`',
  permit: 'what allows is called `allow`',
  grant: 'what allows is called `allow`',
  startswith: 'texts are asked with `starts with`',
  endswith: 'texts are asked with `ends with`',
  not: 'a condition is turned round in front, as in `not identity.user in {"ana"}`',
  kb: 'a size is one word, such as `5KB`',
  mb: 'a size is one word, such as `5MB`',
  gb: 'a size is one word, such as `5GB`',
  hour: 'a duration is one word, such as `1h`',
  hours: 'a duration is one word, such as `8h`',
  minute: 'a duration is one word, such as `1m`',
  minutes: 'a duration is one word, such as `30m`',
  day: 'a duration is one word, such as `1d`',
  days: 'a duration is one word, such as `7d`',
  seconds: 'a duration is one word, such as `30s`',
  '+': 'nothing is added; ask for a difference, as in `now - session.started > 8h`',
  package: 'a policy starts with `policy NAME`',
  include: 'another file is brought in with `import "./NAME.hpol"`',
  var: 'a condition or value gets a name with `let`',
  const: 'a condition or value gets a name with `let`',
  def: 'a condition or value gets a name with `let`',
};

const SHOUTED = /^(?:AND|OR|NOT|IN|IS|TRUE|FALSE|NULL|WHEN|UNLESS|ON|BY|FOR|WITH|LIKE)$/;

/** How to say here what a word or sign says elsewhere; undefined for one that nobody would bring along. */
export function foreignWordHelp(written: string): string | undefined {
  const word = written.toLowerCase();
  if (Object.hasOwn(FOREIGN, word)) return FOREIGN[word];
  return SHOUTED.test(written) ? `words of the language are in lower case: \`${word}\`` : undefined;
}
