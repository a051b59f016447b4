// The stated limits of every length that is read from the wire. A longer message ends its session before a byte
// of it is forwarded.

/** PostgreSQL's own limit, MAX_STARTUP_PACKET_LENGTH. */
export const MAX_STARTUP_BYTES = 10_000;
/** Passwords and SASL answers, before anybody has signed in; PostgreSQL allows 65,535. */
export const MAX_LOGIN_MESSAGE_BYTES = 16_384;
export const DEFAULT_MAX_FRONTEND_BYTES = 16 * 1024 * 1024;
export const MAX_BACKEND_BYTES = 64 * 1024 * 1024;
/** Messages of the backend that a session must see whole although they carry no rows: errors, descriptions, tags. */
export const MAX_CONTROL_BYTES = 4 * 1024 * 1024;
/** Iterations of SCRAM that the gateway is willing to compute for a target: its own work must stay bounded. */
export const MAX_SCRAM_ITERATIONS = 1_000_000;
