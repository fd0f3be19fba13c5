using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Client;

/// <summary>Asks the server for a sign of life at every half of the keep-alive. MQTT 5.0 §3.1.2.10.</summary>
/// <param name="interval">The keep-alive; zero means that nothing is watched.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class KeepAlive(TimeSpan interval, TimeProvider timeProvider)
{
    private readonly TimeSpan _half = interval / 2;
    private volatile bool _unanswered;

    /// <summary>Notes that something came from the server; any packet will do.</summary>
    public void Heard() => _unanswered = false;

    /// <summary>Watches until the session ends, or until the server is silent for half the interval after it was asked.</summary>
    /// <returns>Whether the server is to be given up.</returns>
    public async Task<bool> WatchAsync(ClientWire wire, ClientSession session)
    {
        if (_half <= TimeSpan.Zero)
        {
            return false;
        }

        using var timer = new PeriodicTimer(_half, timeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(session.Closed))
            {
                if (_unanswered && !session.ReaderIsSlow)
                {
                    return true;
                }

                _unanswered = true;
                await wire.SendAsync(PingReqPacket.Bytes.ToArray(), session.Closed).WaitAsync(_half, timeProvider, session.Closed);
            }
        }
        catch (TimeoutException)
        {
            return true; // the server does not even read
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException)
        {
            // The connection is at its end; the receiving loop tells how.
        }

        return false;
    }
}
