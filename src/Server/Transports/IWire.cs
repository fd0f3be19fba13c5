using System.IO.Pipelines;

namespace Busroot.Server.Transports;

/// <summary>What a client's bytes come and go over, below MQTT: a socket, TLS over one, or a WebSocket.</summary>
internal interface IWire
{
    /// <summary>Received bytes, and room for bytes to send. Completing the output ends the sending side once everything in it is sent.</summary>
    IDuplexPipe Pipe { get; }

    /// <summary>Bytes the network may be behind before a flush of <see cref="Pipe"/> waits.</summary>
    long WriteBufferBytes { get; }

    /// <summary>Where the client is: address and port.</summary>
    string RemoteAddress { get; }

    /// <summary>The Device ID the client has proved by certificate, or null; settled when the first byte can be read.</summary>
    string? CertifiedDeviceId { get; }

    /// <summary>Cuts the connection at once; what is not sent is lost, and reading ends. Threads: any; may be called again.</summary>
    void Abort();

    /// <summary>Sends what is left and closes. Called once, after the transport has completed both ends of <see cref="Pipe"/>.</summary>
    /// <returns>Completes when nothing of the connection is left; no sooner than the peer takes the last bytes, unless <see cref="Abort"/> is called.</returns>
    Task CloseAsync();
}
