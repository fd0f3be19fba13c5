using Busroot.Broker.Limits;
using Busroot.Mqtt;

namespace Busroot.Broker.Connections;

/// <summary>Watches one connection's time: whether it logs in, speaks, finishes its packets and takes what it is sent.</summary>
/// <remarks>All times in <see cref="BrokerClock"/> milliseconds. There is no timer: <see cref="MessageBroker.Tick"/> asks. Threads: the broker loop only.</remarks>
internal struct Liveness(long now)
{
    private const long No = -1;
    private long _lastReceived = now;
    private long _partialSince = No;
    private long _stalledSince = No;

    /// <summary>Silence after which the client counts as gone, in milliseconds; zero for never.</summary>
    public long KeepAliveMilliseconds { get; set; }

    /// <summary>Bytes came from a client that has logged in. Before that the clock runs from accept: a byte a second buys no time.</summary>
    public void Received(long now) => _lastReceived = now;

    /// <summary>Whole packets were taken off what was received, and this is left: the beginning of another, or nothing.</summary>
    public void Parsed(long now, int consumedBytes, int leftBytes)
    {
        if (leftBytes == 0)
        {
            _partialSince = No;
        }
        else if (consumedBytes > 0 || _partialSince == No)
        {
            _partialSince = now;
        }
    }

    /// <summary>The client is read again after a pause of ours, which it is not to blame for.</summary>
    public void ReadingResumed(long now)
    {
        _lastReceived = now;
        _partialSince = No;
    }

    /// <summary>The network took something: it is slow at worst, and does not stand still.</summary>
    public void Written() => _stalledSince = No;

    /// <summary>What speaks against the connection, or null.</summary>
    public (ReasonCode Reason, string Why)? Problem(ClientConnection connection, long now)
    {
        var limits = connection.Limits;
        if (connection.Session is null)
        {
            return Exceeds(now - _lastReceived, limits.ConnectDeadline) ? (ReasonCode.KeepAliveTimeout, "No CONNECT came in time.") : null;
        }

        return ReadProblem(connection, limits, now) ?? WriteProblem(connection, limits, now);
    }

    private readonly (ReasonCode Reason, string Why)? ReadProblem(ClientConnection connection, BrokerLimits limits, long now)
    {
        if (connection.ReadingPaused)
        {
            return null; // its PINGREQ may be waiting behind what we do not read
        }

        if (KeepAliveMilliseconds > 0 && now - _lastReceived > KeepAliveMilliseconds)
        {
            return (ReasonCode.KeepAliveTimeout, "Nothing was received for one and a half times the keep-alive.");
        }

        return _partialSince != No && Exceeds(now - _partialSince, limits.PacketDeadline)
            ? (ReasonCode.ProtocolError, "A packet was begun and not finished in time.")
            : null;
    }

    private (ReasonCode Reason, string Why)? WriteProblem(ClientConnection connection, BrokerLimits limits, long now)
    {
        if (connection.PendingBytes == 0)
        {
            _stalledSince = No;
        }
        else if (_stalledSince == No)
        {
            _stalledSince = now;
        }

        return _stalledSince != No && Exceeds(now - _stalledSince, limits.SendDeadline)
            ? (ReasonCode.QuotaExceeded, "The client does not read what it is sent.")
            : null;
    }

    private static bool Exceeds(long milliseconds, TimeSpan limit) => milliseconds > (long)limit.TotalMilliseconds;
}
