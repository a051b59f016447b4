// The one file that uses node-postgres: connections of the gateway's own, never those of clients.
export { Client as PgClient } from 'pg';
