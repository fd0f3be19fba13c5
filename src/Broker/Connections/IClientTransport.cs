namespace Busroot.Broker.Connections;

/// <summary>One client's byte stream, as its connection sees it. Implemented where sockets live.</summary>
/// <remarks>
/// Threads: the broker loop only, both ways: implementations call <see cref="ClientConnection.Receive"/> and
/// <see cref="ClientConnection.TransportClosed"/> on that loop too, never from inside one of these members.
/// </remarks>
public interface IClientTransport
{
    /// <summary>Where the client is, for logs: address and port.</summary>
    string RemoteAddress { get; }

    /// <summary>
    /// The Device ID that the transport has proof of, for instance by a client certificate; null when it has none. Settled before the first byte is
    /// delivered. Such a client logs in without a password and as that device only.
    /// </summary>
    string? CertifiedDeviceId => null;

    /// <summary>Bytes accepted by <see cref="Advance"/> that the network has not taken yet; an estimate that is never too low by more than the network's own buffers.</summary>
    long PendingBytes { get; }

    /// <summary>Room for the next outgoing bytes.</summary>
    /// <param name="bytes">At least this many.</param>
    Span<byte> GetSpan(int bytes);

    /// <summary>Takes over the first bytes of the last span.</summary>
    void Advance(int bytes);

    /// <summary>Gives everything taken over to the network. Never blocks. Called once a batch.</summary>
    void Flush();

    /// <summary>Delivers again what <see cref="ClientConnection.Receive"/> left unread, and reads on.</summary>
    void ResumeReading();

    /// <summary>Sends what was flushed, then closes. Nothing is received after.</summary>
    void Close();

    /// <summary>Closes at once; unsent bytes are lost.</summary>
    void Abort();
}
