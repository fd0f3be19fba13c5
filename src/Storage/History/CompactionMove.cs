using Busroot.Storage.Databases;

namespace Busroot.Storage.History;

/// <summary>Moves a prefix of the tail to blocks, device after device, then deletes it: each step is one small transaction that also says how far it came.</summary>
internal sealed class CompactionMove
{
    private const int RowsAStep = 1000;
    private const int RowBytesAStep = 2 * 1024 * 1024;

    private readonly Database _database;
    private readonly HistoryAccount _account;
    private readonly List<TailRow> _rows;
    private readonly List<DeviceFrames> _devices;
    private CompactionMark _mark;
    private int _nextDevice;
    private int _nextFrame;
    private int _nextRow;

    public CompactionMove(Database database, HistoryAccount account, CompactionMark mark, List<TailRow> rows)
    {
        _database = database;
        _account = account;
        _mark = mark;
        _rows = rows;
        _devices = DeviceFrames.Of(rows, mark);
    }

    /// <returns>Whether another step is needed.</returns>
    public bool Step(CancellationToken cancellationToken)
    {
        if (_nextDevice < _devices.Count)
        {
            WriteBlocks(cancellationToken);
            return true;
        }

        return DeleteRows();
    }

    private void WriteBlocks(CancellationToken cancellationToken)
    {
        var step = new BlockStep(_mark.Through);
        var (device, frame) = Fill(step, cancellationToken);
        var mark = device == _devices.Count ? new CompactionMark(_mark.Through, null, 0)
            : new CompactionMark(_mark.Through, _devices[device].DeviceId, frame == 0 ? 0 : _devices[device].Frames[frame - 1].Sequence);
        _database.Write(connection =>
        {
            step.Write(connection);
            mark.Save(connection);
            _account.Save(connection, step.Change);
        });
        _account.Apply(step.Change);
        (_mark, _nextDevice, _nextFrame) = (mark, device, frame);
    }

    /// <returns>The device and the frame of it that the next step begins with.</returns>
    private (int Device, int Frame) Fill(BlockStep step, CancellationToken cancellationToken)
    {
        var (device, frame) = (_nextDevice, _nextFrame);
        while (device < _devices.Count && !step.IsFull)
        {
            cancellationToken.ThrowIfCancellationRequested();
            frame = step.Add(_devices[device], frame);
            if (frame == _devices[device].Frames.Count)
            {
                (device, frame) = (device + 1, 0);
            }
        }

        step.EndBlock();
        return (device, frame);
    }

    /// <returns>Whether rows are left.</returns>
    private bool DeleteRows()
    {
        var (end, bytes) = (_nextRow, 0L);
        while (end < _rows.Count && end - _nextRow < RowsAStep && bytes < RowBytesAStep)
        {
            bytes += _rows[end++].Bytes;
        }

        _database.Write(connection =>
        {
            using var delete = connection.Command("DELETE FROM history_tail WHERE sequence = $1", new object?[1]);
            for (var i = _nextRow; i < end; i++)
            {
                delete.Run(_rows[i].LastSequence);
            }

            if (end == _rows.Count)
            {
                default(CompactionMark).Save(connection);
            }

            _account.Save(connection, default);
        });
        _account.Apply(new HistoryAccount.Change(0, 0, 0, 0, -bytes));
        _nextRow = end;
        return end < _rows.Count;
    }
}
