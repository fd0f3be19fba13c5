using System.Diagnostics;
using Busroot.Load.Servers;
using Busroot.Load.Sockets;

namespace Busroot.Load.Generator;

/// <summary>Removes connected devices through the API, one after another: the time from the request to the end of each device's connection, as its client sees it.</summary>
internal sealed class RevocationRun(int devices, ServerProcess server) : IPacketSink, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static int _instances;
    private readonly Poller _poller = new();
    private readonly LatencyHistogram _latency = new();
    private readonly List<ClientSocket> _clients = [];
    private readonly int _instance = ++_instances;
    private int _connected;

    /// <summary>Registers and connects everybody, then removes them all.</summary>
    public Outcome Run()
    {
        var administration = server.Administration ?? throw new LoadException($"{server.Name} has no API to remove devices by.");
        for (var i = 0; i < devices; i++)
        {
            Connect(i, administration.Register(DeviceOf(i)));
            ServeUntil(() => _connected == _clients.Count);
        }

        var (from, cpu) = (Stopwatch.GetTimestamp(), server.CpuTime);
        for (var i = 0; i < devices; i++)
        {
            Remove(i, administration);
        }

        var (took, used) = (Stopwatch.GetElapsedTime(from), server.CpuTime - cpu);
        return new Outcome
        {
            PerSecond = devices / took.TotalSeconds,
            CpuMicroseconds = used.TotalMicroseconds / devices,
            ResidentKib = server.ResidentKib,
            MedianMilliseconds = _latency.Percentile(0.5),
            P99Milliseconds = _latency.Percentile(0.99),
            Fault = _clients.Count(client => !client.HasEnded) is > 0 and var open ? $"{open} still connected" : null,
        };
    }

    public void Handle(ClientSocket client, byte header, ReadOnlySpan<byte> body)
    {
        if (header == 0x20)
        {
            _connected += body[1] == 0 ? 1 : throw new LoadException($"{server.Name} refused a device: code {body[1]}.");
        }
    }

    public void Dispose()
    {
        _clients.ForEach(client => client.Dispose());
        _poller.Dispose();
    }

    private string DeviceOf(int index) => $"acme/gone-{_instance}-{index}";

    private void Connect(int index, string token)
    {
        var client = new ClientSocket(_poller, this, server.Port) { Index = index, MayEnd = true };
        _clients.Add(client);
        Packets.Connect(client, $"{DeviceOf(index)}/1", new Login(DeviceOf(index), token), clean: true);
        client.Flush();
    }

    private void Remove(int index, Administration administration)
    {
        var from = Stopwatch.GetTimestamp();
        var removing = administration.RemoveAsync(DeviceOf(index));
        ServeUntil(() => _clients[index].HasEnded);
        _latency.Add(Stopwatch.GetTimestamp() - from);
        removing.GetAwaiter().GetResult();
    }

    private void ServeUntil(Func<bool> holds)
    {
        var from = Stopwatch.GetTimestamp();
        while (!holds())
        {
            if (Stopwatch.GetElapsedTime(from) > Patience)
            {
                throw new LoadException($"{server.Name} did not connect or disconnect a device within {Patience.TotalSeconds:0} s.");
            }

            _poller.Serve(1);
        }
    }
}
