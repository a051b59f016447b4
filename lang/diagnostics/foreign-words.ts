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
  deny: 'a rule that refuses starts with `block`',
  forbid: 'a rule that refuses starts with `block`',
  reject: 'a rule that refuses starts with `block`',
  permit: 'a rule that allows starts with `allow`',
  grant: 'a rule that allows starts with `allow`',
  package: 'a policy starts with `policy NAME`',
  include: 'another file is brought in with `import "./NAME.hpol"`',
  var: 'a condition or value gets a name with `let`',
  const: 'a condition or value gets a name with `let`',
  def: 'a condition or value gets a name with `let`',
};

/** How to say here what a word or sign says elsewhere; undefined for one that nobody would bring along. */
export const foreignWordHelp = (written: string): string | undefined =>
  Object.hasOwn(FOREIGN, written.toLowerCase()) ? FOREIGN[written.toLowerCase()] : undefined;
