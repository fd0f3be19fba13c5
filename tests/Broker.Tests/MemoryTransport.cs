using Busroot.Broker.Connections;

namespace Busroot.Broker.Tests;

/// <summary>A client's byte stream without a network: what the broker writes is kept until it is read.</summary>
internal sealed class MemoryTransport : IClientTransport
{
    private byte[] _bytes = new byte[4096];
    private int _written;
    private int _flushed;

    public string RemoteAddress { get; init; } = "192.0.2.1:1883";

    public long PendingBytes { get; set; }

    public bool Closed { get; private set; }

    public int Flushes { get; private set; }

    public int Resumes { get; private set; }

    /// <summary>Everything flushed since the last <see cref="Forget"/>.</summary>
    public ReadOnlySpan<byte> Sent => _bytes.AsSpan(0, _flushed);

    public Span<byte> GetSpan(int bytes)
    {
        if (_bytes.Length - _written < bytes)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _written + bytes));
        }

        return _bytes.AsSpan(_written);
    }

    public void Advance(int bytes) => _written += Closed ? 0 : bytes;

    public void Flush()
    {
        Flushes++;
        _flushed = _written;
    }

    public void ResumeReading() => Resumes++;

    public void Close()
    {
        _flushed = _written;
        Closed = true;
    }

    public void Abort() => Close();

    public void Forget() => (_written, _flushed) = (0, 0);
}
