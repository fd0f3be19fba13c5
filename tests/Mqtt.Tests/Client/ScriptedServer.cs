using System.Net;
using System.Net.Sockets;

namespace Busroot.Mqtt.Tests.Client;

/// <summary>A real socket on loopback that says and expects exactly what a test writes down. Every wait has a deadline.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(20));
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private Socket? _peer;

    public ScriptedServer() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public CancellationToken Deadline => _deadline.Token;

    private Socket Peer => _peer ?? throw new InvalidOperationException("Nobody has connected.");

    public async Task AcceptAsync()
    {
        _peer?.Dispose();
        _peer = await _listener.AcceptSocketAsync(Deadline);
        _peer.NoDelay = true;
    }

    /// <summary>Reads as many bytes as are written down, and compares.</summary>
    public async Task ExpectAsync(string text)
    {
        var expected = Bytes.Of(text);
        var read = new byte[expected.Length];
        for (var count = 0; count < read.Length;)
        {
            var more = await Peer.ReceiveAsync(read.AsMemory(count), Deadline);
            more.Should().BePositive("{0} was expected, and after {1} the client closed", text, Bytes.Hex(read.AsSpan(0, count)));
            count += more;
        }

        Bytes.Hex(read).Should().Be(Bytes.Hex(expected));
    }

    /// <summary>Takes a CONNECT, whatever it says, and answers it.</summary>
    public async Task WelcomeAsync(string connAck)
    {
        await AcceptAsync();
        var header = new byte[2];
        await ReadAsync(header);
        await ReadAsync(new byte[header[1]]);
        await SendAsync(connAck);
    }

    public async Task SendAsync(string text) => await Peer.SendAsync(Bytes.Of(text), Deadline);

    /// <summary>Waits until the client has closed its side, with nothing more said.</summary>
    public async Task ExpectEndAsync()
    {
        var rest = new byte[64];
        var count = await Peer.ReceiveAsync(rest, Deadline);
        Bytes.Hex(rest.AsSpan(0, count)).Should().BeEmpty();
    }

    public void Close()
    {
        _peer?.Dispose();
        _peer = null;
    }

    public void Dispose()
    {
        Close();
        _listener.Dispose();
        _deadline.Dispose();
    }

    private async Task ReadAsync(byte[] bytes)
    {
        for (var count = 0; count < bytes.Length;)
        {
            count += await Peer.ReceiveAsync(bytes.AsMemory(count), Deadline) is var more and > 0 ? more : throw new IOException("Closed.");
        }
    }
}
