// Messages of sockets.
import { Server } from 'socket.io';
import { WebSocketServer } from 'ws';
import { ipcMain } from 'electron';
import { EventEmitter } from 'node:events';

const io = new Server();
const wss = new WebSocketServer({ port: 80 });
const events = new EventEmitter();

io.use((socket, next) => (socket.data.user ? next() : next(new Error('who are you'))));
// entry: message connection, behind inline
io.on('connection', (socket) => {
  // entry: message pin:delete, behind inline
  socket.on('pin:delete', (id: string) => socket.emit('deleted', id));
});

const admin = io.of('/admin');
admin.use(requireAdmin);
declare function requireAdmin(socket: unknown, next: Function): void;
// entry: message connection, behind requireAdmin
admin.on('connection', (socket) => {});

// entry: message connection
wss.on('connection', (socket, request) => {
  // entry: message message
  socket.on('message', (data) => socket.send(data));
  // no entry
  socket.on('close', () => undefined);
});

// entry: message pin:save
ipcMain.handle('pin:save', async (event, pin) => pin);

// no entry: events of the program's own
events.on('pin:delete', () => undefined);
