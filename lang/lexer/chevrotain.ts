// The one file that names chevrotain. Lexer and parser take it from here.

export { createToken, EmbeddedActionsParser, EOF, Lexer, tokenLabel, tokenMatcher } from 'chevrotain';
export type { IParserErrorMessageProvider, IRecognitionException, IToken, ParserMethod, TokenType } from 'chevrotain';
