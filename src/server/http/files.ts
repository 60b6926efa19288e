/** A file to send, piece by piece. */
export interface OutgoingFile {
  fileName: string;
  mimeType: string;
  body: AsyncIterable<string | Uint8Array>;
}

/** The file as a download: it leaves as it is written, and is never whole in memory for it. */
export function sendFile(file: OutgoingFile, headers: Record<string, string> = {}): Response {
  return new Response(streamOf(file.body), {
    headers: {
      'content-type': file.mimeType,
      'content-disposition': `attachment; filename="${file.fileName}"`,
      ...headers
    }
  });
}

function streamOf(body: AsyncIterable<string | Uint8Array>): ReadableStream<Uint8Array> {
  const pieces = body[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const next = await pieces.next();
      if (next.done) controller.close();
      else
        controller.enqueue(
          typeof next.value === 'string' ? encoder.encode(next.value) : next.value
        );
    },
    async cancel() {
      await pieces.return?.();
    }
  });
}
