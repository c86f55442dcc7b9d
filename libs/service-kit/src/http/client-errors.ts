import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { errorBody } from './api-error.js';

interface ClientError extends Error {
  code?: string;
}

/** What is known of a connection beyond its type: the answer that Node is giving on it. */
interface AnsweringSocket extends Socket {
  _httpMessage?: { headersSent: boolean } | null;
}

const ANSWERS: Readonly<Record<string, { status: number; code: string; message: string }>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'headers_too_large',
    message: 'the headers are too large',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'timeout',
    message: 'the request did not arrive in time',
  },
};
const NO_HTTP = { status: 400, code: 'invalid_request', message: 'this is no HTTP request' };

/** What cannot be read as a request never reaches a route; it is answered in the words of all others. */
export function answerClientError(error: ClientError, socket: Socket): void {
  // Half an answer is on its way already: nothing more can be said.
  const answered = (socket as AnsweringSocket)._httpMessage?.headersSent === true;
  if (error.code === 'ECONNRESET' || !socket.writable || answered) {
    socket.destroy();
    return;
  }
  const { status, code, message } = ANSWERS[error.code ?? ''] ?? NO_HTTP;
  const body = JSON.stringify(errorBody(code, message));
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n` +
      'content-type: application/json; charset=utf-8\r\n' +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
