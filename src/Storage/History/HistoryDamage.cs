namespace Busroot.Storage.History;

/// <summary>Remembers which parts of the history were found unreadable, so that each is reported once and the rest can be read.</summary>
internal sealed class HistoryDamage
{
    private const int Remembered = 1000;
    private readonly Lock _turn = new();
    private readonly Dictionary<(string? DeviceId, long LastSequence), string> _found = [];

    public int Count
    {
        get
        {
            lock (_turn)
            {
                return _found.Count;
            }
        }
    }

    public IReadOnlyList<string> Messages
    {
        get
        {
            lock (_turn)
            {
                return [.. _found.Values];
            }
        }
    }

    /// <summary>The last numbers of the tail rows that are damaged.</summary>
    public IReadOnlyList<long> Rows
    {
        get
        {
            lock (_turn)
            {
                return [.. _found.Keys.Where(part => part.DeviceId is null).Select(part => part.LastSequence)];
            }
        }
    }

    public void ReportRow(long last, long frames, string reason) => Report(
        (null, last), $"The frames {last - frames + 1} to {last} of the history cannot be read: {reason}. They are left out; restore a backup if they are needed.");

    public void ReportBlock(Block block, string reason) => Report(
        (block.FirstDevice, block.LastSequence), $"The frames of {block.Devices} up to {block.LastSequence} that are in one block of the history cannot be read: {reason}. They are left out; restore a backup if they are needed.");

    private void Report((string?, long) part, string message)
    {
        lock (_turn)
        {
            if (_found.Count < Remembered)
            {
                _found[part] = message;
            }
        }
    }
}
