// A real SMTP server for tests: STARTTLS and AUTH are required. Its manners are switched at run time over a small HTTP port.
//   GET /messages?atLeast=1  the messages received so far, as soon as there are that many
//   DELETE /messages         forgets them
//   PUT /mode                accept | refuse (550) | defer (451) | hang | drop-after-data | away (nobody listens)
// Settings come as JSON in the first argument: user, password, key, certificate. The ports are printed as a line of JSON.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

const settings = JSON.parse(process.argv[2]);
const messages = [];
const attempts = { connections: 0 };
const waiting = new Set();
let mode = 'accept';
let port = 0;
let smtp;

function newServer() {
  const server = new SMTPServer({
    secure: false,
    key: readFileSync(settings.key),
    cert: readFileSync(settings.certificate),
    authMethods: ['PLAIN', 'LOGIN'],
    closeTimeout: 100,
    onConnect(session, done) {
      attempts.connections++;
      done();
    },
    onAuth(auth, session, done) {
      const known = session.secure && auth.username === settings.user && auth.password === settings.password;
      done(known ? null : new Error('Wrong user or password'), known ? { user: auth.username } : undefined);
    },
    onRcptTo(address, session, done) {
      if (mode === 'refuse') return done(Object.assign(new Error('No such mailbox'), { responseCode: 550 }));
      if (mode === 'defer') return done(Object.assign(new Error('Try again later'), { responseCode: 451 }));
      if (mode !== 'hang') done();
    },
    onData(stream, session, done) {
      const chunks = [];
      stream.on('data', chunk => chunks.push(chunk));
      stream.on('end', () => {
        keep(session, Buffer.concat(chunks).toString('utf8'));
        if (mode !== 'drop-after-data') return done();
        for (const connection of server.connections) connection._socket.destroy();
      });
    },
  });
  server.on('error', () => {}); // A client that breaks off is no event here.
  return server;
}

function keep(session, raw) {
  messages.push({
    from: session.envelope.mailFrom.address,
    to: session.envelope.rcptTo.map(recipient => recipient.address),
    messageId: /^message-id:\s*(\S+)/im.exec(raw.split(/\r?\n\r?\n/)[0])?.[1] ?? null,
    receivedAt: new Date().toISOString(),
    mode,
    raw,
  });
  for (const check of waiting) check();
}

async function listen() {
  smtp = newServer();
  smtp.listen(port, '127.0.0.1');
  await once(smtp.server, 'listening');
  port = smtp.server.address().port;
}

async function leave() {
  for (const connection of smtp.connections) connection._socket.destroy();
  await new Promise(done => smtp.close(done));
  smtp = undefined;
}

async function switchTo(next) {
  if (next === 'away' && smtp) await leave();
  if (next !== 'away' && !smtp) await listen();
  mode = next;
}

function answerMessages(response, atLeast) {
  const check = () => {
    if (messages.length < atLeast) return;
    waiting.delete(check);
    response.end(JSON.stringify({ messages, connections: attempts.connections }));
  };
  waiting.add(check);
  response.on('close', () => waiting.delete(check));
  check();
}

const control = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://control');
  if (request.method === 'GET') return answerMessages(response, Number(url.searchParams.get('atLeast') ?? 0));
  if (request.method === 'DELETE') messages.length = 0;
  if (request.method === 'PUT') {
    let body = '';
    for await (const chunk of request) body += chunk;
    await switchTo(body);
  }
  response.end('{}');
});

await listen();
control.listen(0, '127.0.0.1');
await once(control, 'listening');
console.log(JSON.stringify({ port, controlPort: control.address().port }));

// The test process closes this input when it ends, however it ends.
process.stdin.resume();
process.stdin.on('end', () => process.exit());
