namespace Busroot.Broker.Monitoring;

/// <summary>Says which of many lines about strangers are written, so that nobody fills a disk by being refused: some a minute of each address, and some in all.</summary>
/// <param name="perAddress">Lines a minute about one address.</param>
/// <param name="inAll">Lines a minute about all together.</param>
/// <remarks>Memory: bounded by <paramref name="inAll"/> and a fixed number of addresses, however many there are. Threads: any.</remarks>
public sealed class LogAllowance(int perAddress, int inAll)
{
    private const long Window = 60_000;
    private const int MostAddresses = 1_000;

    private readonly Lock _turn = new();
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private long _endsAt;
    private int _written;
    private long _leftOut;

    /// <summary>Asks for a line.</summary>
    /// <param name="address">Whom it is about.</param>
    /// <param name="now">In <see cref="BrokerClock"/> milliseconds.</param>
    /// <returns>False when it is to be left out; it is counted.</returns>
    public bool Admit(string address, long now)
    {
        lock (_turn)
        {
            if (_lines.Count == 0 && _leftOut == 0)
            {
                _endsAt = now + Window; // a minute begins with its first line
            }

            var known = _lines.TryGetValue(address, out var lines);
            if (_written < inAll && lines < perAddress && (known || _lines.Count < MostAddresses))
            {
                _lines[address] = lines + 1;
                _written++;
                return true;
            }

            _leftOut++;
            return false;
        }
    }

    /// <summary>Begins a new minute when the last is over.</summary>
    /// <param name="now">As for <see cref="Admit"/>.</param>
    /// <returns>How many lines were left out in a minute that is over; zero while it lasts.</returns>
    public long TakeLeftOut(long now)
    {
        lock (_turn)
        {
            if (now < _endsAt)
            {
                return 0;
            }

            var leftOut = _leftOut;
            _lines.Clear();
            _written = 0;
            _leftOut = 0;
            return leftOut;
        }
    }
}
