// A reason to end a session at once. Its message goes to the client and to the recording, so it carries no values.

export class SessionFault extends Error {
  override readonly name = 'SessionFault';
  readonly sqlstate: string;

  constructor(message: string, sqlstate = '08P01') {
    super(message);
    this.sqlstate = sqlstate;
  }
}
