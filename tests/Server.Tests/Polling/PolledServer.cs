using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Busroot.Broker;
using Busroot.Broker.Connections;
using Busroot.Broker.Identity;
using Busroot.Broker.Intake;
using Busroot.Broker.Limits;
using Busroot.Broker.Persistence;
using Busroot.Mqtt;
using Busroot.Server.Loops;
using Busroot.Server.Polling;
using Busroot.Server.Transports;
using Microsoft.Extensions.Logging.Abstractions;

namespace Busroot.Server.Tests.Polling;

/// <summary>A broker on a loop that polls its sockets, with an open listener; readings below <c>reading/</c> are taken while the gate is open.</summary>
internal sealed class PolledServer : LoopWork, IAsyncDisposable
{
    private readonly ConcurrentQueue<Exception> _faults = new();
    private readonly GatedIntake _intake = new();
    private readonly WorkLoop _loop;

    private PolledServer(TimeProvider time)
    {
        var poller = new SocketPoller();
        Broker = new MessageBroker(
            new BrokerLimits { MaximumPacketBytes = 1_000_000 }, new Nobody(), _intake, PersistenceMode.None, time, NullLogger<MessageBroker>.Instance);
        _loop = new WorkLoop("broker", this, (_, error) => _faults.Enqueue(error), poller);
        Clients = new PolledClients(poller, _loop, Broker);
        _loop.Start();
    }

    public MessageBroker Broker { get; }

    public PolledClients Clients { get; }

    public PolledListener Listener { get; private set; } = null!;

    public int Accepted => _intake.Accepted;

    public int Refused => _intake.Refused;

    /// <summary>What a batch has room for; who comes after that waits for its end.</summary>
    public int ReadingsABatch { set => _intake.Room = value; }

    /// <summary>The faults so far; they are no reason any more for the test to fail.</summary>
    public IReadOnlyList<Exception> TakeFaults()
    {
        var faults = _faults.ToList();
        _faults.Clear();
        return faults;
    }

    public static async Task<PolledServer> StartAsync(TimeProvider? time = null)
    {
        var server = new PolledServer(time ?? TimeProvider.System);
        server.Listener = await PolledListener.StartAsync(new TcpListenerOptions(new IPEndPoint(IPAddress.Loopback, 0)) { Open = true }, server.Clients, NullLogger.Instance);
        return server;
    }

    public async Task<NetworkStream> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(Listener.EndPoint);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Lets readings in from now on, or no more; who waited is read again.</summary>
    public Task SetGateAsync(bool open) => OnLoopAsync(() => _intake.Set(open));

    public Task OnLoopAsync(Action action) => _loop.CallAsync(() =>
    {
        action();
        return true;
    });

    public Task<T> OnLoopAsync<T>(Func<T> question) => _loop.CallAsync(question);

    public override void BeginBatch() => Broker.BeginBatch();

    public override void EndBatch() => Broker.EndBatch();

    public async ValueTask DisposeAsync()
    {
        await Listener.DisposeAsync();
        await OnLoopAsync(Broker.Shutdown);
        await Clients.CloseAsync();
        _loop.Dispose();
        _faults.Should().BeEmpty();
    }

    private sealed class GatedIntake : IReadingIntake
    {
        private readonly List<ClientConnection> _waiting = [];
        private bool _open = true;
        private int _taken;

        public int Accepted { get; private set; }

        public int Refused { get; private set; }

        public int Room { get; set; } = int.MaxValue;

        public void Set(bool open)
        {
            _open = open;
            ResumeAll();
        }

        private void ResumeAll()
        {
            var waiting = _waiting.ToList();
            _waiting.Clear();
            waiting.ForEach(client => client.ResumeReading());
        }

        public IntakeRoute? Resolve(ReadOnlySpan<byte> topic) => topic.StartsWith("reading/"u8) ? new Route() : null;

        public bool TryAccept(IntakeRoute route, in Reading reading)
        {
            if (reading.Topic.EndsWith("fault"u8))
            {
                throw new InvalidOperationException("a fault of ours");
            }

            if (!_open || _taken == Room)
            {
                Refused++;
                _waiting.Add(reading.Publisher!);
                return false;
            }

            Accepted++;
            _taken++;
            if (reading.Qos != QualityOfService.AtMostOnce)
            {
                reading.Publisher!.Acknowledge(reading.Ticket, ReasonCode.Success);
            }

            return true;
        }

        public void EndBatch()
        {
            _taken = 0;
            if (_open)
            {
                ResumeAll();
            }
        }

        private sealed class Route : IntakeRoute
        {
            public override bool AlsoRouted => false;
        }
    }

    private sealed class Nobody : IAuthenticator
    {
        public AuthenticationResult Authenticate(string userName, ReadOnlySpan<byte> password) => new(null, AuthenticationRefusal.BadUserNameOrPassword);
    }
}
