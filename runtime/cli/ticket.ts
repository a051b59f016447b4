// `policyd ticket`: makes a ticket for somebody, shown once; the identities file gets only its hash.
import type { AddCommand } from './add-command.ts';
import { EXIT } from './exit-code.ts';
import { hashTicket, newTicket } from '../identity/ticket.ts';

export const addTicket: AddCommand = (program, finish) => {
  const ticket = program.command('ticket').description('tickets, which clients give as their password');
  ticket
    .command('new')
    .description('a new ticket, shown once, and the line for identities.yaml')
    .action(() => {
      const made = newTicket();
      console.log(made);
      console.log(`ticket_sha256: ${hashTicket(made)}`);
      finish(EXIT.success);
    });
};
