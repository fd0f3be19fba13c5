using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Busroot.Server.Certificates;
using Microsoft.AspNetCore.Connections;

namespace Busroot.Server.Transports;

/// <summary>TLS over a TCP connection. The handshake runs beside everything else; the broker's connect deadline covers it.</summary>
/// <remarks>Encryption runs on pool threads, so that the broker loop does not wait for it.</remarks>
internal sealed class TlsWire : IWire
{
    private readonly ConnectionContext _context;
    private readonly StreamPipes _pipes = new();
    private readonly ILogger _log;
    private readonly Task _running;
    private volatile bool _established;
    private volatile bool _aborted;

    private TlsWire(ConnectionContext context, string remoteAddress, ServerTls tls, ILogger log)
    {
        _context = context;
        _log = log;
        RemoteAddress = remoteAddress;
        _running = RunAsync(tls.Current);
    }

    public IDuplexPipe Pipe => _pipes;

    public long WriteBufferBytes => Sockets.WriteBufferBytes;

    public string RemoteAddress { get; }

    public string? CertifiedDeviceId { get; private set; }

    /// <summary>Begins the handshake.</summary>
    public static TlsWire Start(ConnectionContext context, string remoteAddress, ServerTls tls, ILogger log) => new(context, remoteAddress, tls, log);

    public void Abort()
    {
        _aborted = true;
        _context.Abort();
    }

    public async Task CloseAsync()
    {
        if (!_established)
        {
            Abort(); // there is nobody to send anything to yet
        }

        await _running;
    }

    private async Task RunAsync(TlsSettings settings)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // never on the accept loop
        await using (var context = _context)
        await using (var stream = new SslStream(new DuplexPipeStream(context.Transport), leaveInnerStreamOpen: true))
        {
            if (await HandshakeAsync(stream, settings))
            {
                await MoveAsync(stream);
            }
            else
            {
                _pipes.Complete();
                context.Abort();
            }
        }
    }

    private async Task<bool> HandshakeAsync(SslStream stream, TlsSettings settings)
    {
        try
        {
            await stream.AuthenticateAsServerAsync(settings.Authentication, CancellationToken.None);
            CertifiedDeviceId = stream.RemoteCertificate is X509Certificate2 certificate ? CertifiedIdentity.DeviceIdOf(certificate) : null;
            _established = true;
            return true;
        }
        catch (Exception error) when (error is AuthenticationException || StreamPipes.IsLoss(error))
        {
            if (!_aborted)
            {
                TransportLog.HandshakeFailed(_log, RemoteAddress, error.InnerException?.Message ?? error.Message);
            }

            return false;
        }
    }

    private async Task MoveAsync(SslStream stream)
    {
        var receiving = _pipes.ReceiveAsync(stream);
        if (await _pipes.SendAsync(stream))
        {
            await SayGoodbyeAsync(stream);
        }
        else
        {
            Abort();
        }

        _context.Transport.Input.CancelPendingRead(); // nobody waits for what the client might still send
        await receiving;
    }

    private static async Task SayGoodbyeAsync(SslStream stream)
    {
        try
        {
            await stream.ShutdownAsync();
        }
        catch (Exception)
        {
            // The boundary of a courtesy: the peer is gone, or said goodbye first, which OpenSSL tells with an exception whose type is not public.
        }
    }
}
