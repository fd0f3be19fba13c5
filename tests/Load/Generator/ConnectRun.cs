using System.Diagnostics;
using Busroot.Load.Servers;
using Busroot.Load.Sockets;

namespace Busroot.Load.Generator;

/// <summary>Connects many clients that then do nothing: how fast they get in, and what memory each costs.</summary>
internal sealed class ConnectRun(int connections, Login? login, ServerProcess server) : IPacketSink, IDisposable
{
    private const int ConnectsUnderWay = 64; // Mosquitto lets the system keep 100 that are not accepted yet; one more waits a second
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1); // the memory is read when the work of connecting is over
    private static int _instances;
    private readonly Poller _poller = new();
    private readonly List<ClientSocket> _clients = [];
    private readonly int _instance = ++_instances;
    private int _connected;

    /// <summary>Connects everybody and waits for the last CONNACK.</summary>
    public Outcome Run()
    {
        var (from, cpu, resident) = (Stopwatch.GetTimestamp(), server.CpuTime, server.ResidentKib);
        for (var i = 0; i < connections; i++)
        {
            Connect(i);
            if (i - _connected >= ConnectsUnderWay)
            {
                ServeUntil(() => i - _connected < ConnectsUnderWay);
            }
        }

        ServeUntil(() => _connected == connections);
        var (took, used) = (Stopwatch.GetElapsedTime(from), server.CpuTime - cpu);
        var rested = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(rested) < Rest)
        {
            _poller.Serve(50);
        }

        return new Outcome
        {
            PerSecond = connections / took.TotalSeconds,
            CpuMicroseconds = used.TotalMicroseconds / connections,
            ResidentKib = server.ResidentKib,
            KibPerConnection = (double)(server.ResidentKib - resident) / connections,
        };
    }

    public void Handle(ClientSocket client, byte header, ReadOnlySpan<byte> body)
    {
        if (header != 0x20 || body[1] != 0)
        {
            throw new LoadException($"{server.Name} refused a login: packet type {header >> 4}, code {body[1]}.");
        }

        _connected++;
    }

    public void Dispose()
    {
        foreach (var client in _clients)
        {
            Packets.Disconnect(client);
            client.Flush();
            client.Dispose();
        }

        _poller.Dispose();
    }

    private void Connect(int index)
    {
        var client = new ClientSocket(_poller, this, server.Port) { Index = index };
        _clients.Add(client);
        Packets.Connect(client, $"idle-{_instance}-{index}", login, clean: true);
        client.Flush();
        _poller.Serve(0);
    }

    private void ServeUntil(Func<bool> holds)
    {
        var from = Stopwatch.GetTimestamp();
        while (!holds())
        {
            if (Stopwatch.GetElapsedTime(from) > Patience)
            {
                throw new LoadException($"{server.Name} let in {_connected} of {connections} clients within {Patience.TotalSeconds:0} s.");
            }

            _poller.Serve(10);
        }
    }
}
