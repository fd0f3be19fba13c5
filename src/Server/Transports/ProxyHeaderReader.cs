using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Busroot.Server.Transports;

/// <summary>Waits for the PROXY header of a new connection.</summary>
internal static class ProxyHeaderReader
{
    /// <summary>Reads the header and leaves what follows it in the pipe.</summary>
    /// <exception cref="InvalidDataException">It is none, or the connection ended before it was whole; the message completes "the connection is closed:".</exception>
    /// <exception cref="OperationCanceledException">It did not come in time.</exception>
    public static async Task<ProxyHeader> ReadAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await ReadMoreAsync(input, cancellationToken);
            var rest = result.Buffer;
            if (ProxyHeader.TryRead(ref rest, out var header))
            {
                input.AdvanceTo(rest.Start);
                return header;
            }

            if (result.IsCompleted)
            {
                throw new InvalidDataException("it ended within its PROXY header");
            }

            input.AdvanceTo(rest.Start, rest.End);
        }
    }

    private static async ValueTask<ReadResult> ReadMoreAsync(PipeReader input, CancellationToken cancellationToken)
    {
        try
        {
            return await input.ReadAsync(cancellationToken);
        }
        catch (Exception error) when (error is IOException or ConnectionAbortedException)
        {
            throw new InvalidDataException("it broke within its PROXY header", error);
        }
    }
}
