namespace Busroot.Server.Pipeline.Lanes;

/// <summary>How often readings come on one topic of a device; tells a backlog being drained from readings that are news.</summary>
/// <remarks>
/// A reading is backlog when it follows the one before within a tenth of the usual interval. A device that really sends more often from now
/// on is believed after about 150 readings. Not stored: after a start it takes a few readings to know again. Threads: the lane only.
/// </remarks>
internal sealed class ArrivalRhythm
{
    private const int Enough = 4;
    private const double LeastInterval = 500; // ms; a topic that is this busy always has no backlog to speak of
    private const double Burst = 0.1;
    private const double Learning = 1.0 / 8;
    private const double Believing = 1.0 / 64;

    private double _usual;
    private long _last;
    private int _seen;

    /// <summary>Notes an arrival.</summary>
    /// <param name="milliseconds">When, Unix time.</param>
    /// <returns>True when it comes out of a backlog.</returns>
    public bool Arrived(long milliseconds)
    {
        var spacing = Math.Max(milliseconds - _last, 0);
        _last = milliseconds;
        if (_seen <= Enough)
        {
            _usual = _seen <= 1 ? spacing : _usual + ((spacing - _usual) / _seen);
            _seen++;
            return false;
        }

        var isBacklog = _usual >= LeastInterval && spacing < _usual * Burst;
        _usual += (spacing - _usual) * (isBacklog ? Believing : Learning);
        return isBacklog;
    }
}
