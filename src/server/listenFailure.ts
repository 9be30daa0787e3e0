/** Why the server cannot listen there, as a sentence; undefined for an error of another kind. */
export function listenFailure(error: unknown, host: string, port: number): string | undefined {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken by another program. Choose another one with --port, or 0 for any free one.`;
  }
  if (code === 'EADDRNOTAVAIL' || syscall === 'getaddrinfo') {
    return `--host ${host} is no address of this machine. Without it the server listens on 127.0.0.1.`;
  }
  // A file may be refused by the same code.
  if (code !== 'EACCES' || syscall !== 'listen') return undefined;
  return `You may not use port ${port}. Choose one from 1024 up with --port, or 0 for any free one.`;
}
