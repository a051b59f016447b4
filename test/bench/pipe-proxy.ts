// The least that a TCP proxy in Node can do: `socket.pipe` both ways, in a process of its own. It understands nothing and is what the
// gateway is measured against. Argument: the port to connect to. Prints its own port.
import { connect, createServer } from 'node:net';

const target = Number(process.argv[2]);
const server = createServer({ noDelay: true }, (client) => {
  const upstream = connect({ port: target, host: '127.0.0.1', noDelay: true });
  client.pipe(upstream);
  upstream.pipe(client);
  client.on('error', () => upstream.destroy());
  upstream.on('error', () => client.destroy());
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  console.log(address.port);
});
