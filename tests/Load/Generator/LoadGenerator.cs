using System.Diagnostics;
using System.Text;
using Busroot.Load.Servers;
using Busroot.Load.Sockets;

namespace Busroot.Load.Generator;

/// <summary>The clients of one measurement, all on the calling thread: publishes, receives, and books every message.</summary>
/// <remarks>A closed loop keeps a window of messages under way; an open loop publishes at a rate, whatever comes back, and never sleeps meanwhile: its own wake-up is not measured.</remarks>
internal sealed class LoadGenerator : IPacketSink, IDisposable
{
    private const int ConnectsUnderWay = 64;
    private const int MostUnsentBytes = 256 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(3);
    private static int _instances;
    private readonly Poller _poller = new();
    private readonly Workload _workload;
    private readonly ServerProcess _server;
    private readonly Ledger _ledger;
    private readonly List<ClientSocket> _publishers = [];
    private readonly List<ClientSocket> _subscribers = [];
    private readonly byte[][] _topics;
    private readonly int _instance = ++_instances;
    private int _connected;
    private int _subscribed;
    private int _nextPublisher;

    public LoadGenerator(Workload workload, ServerProcess server)
    {
        _workload = workload;
        _server = server;
        _ledger = new Ledger(workload.Copies, workload.Subscribers, workload.Publishers);
        _topics = [.. Enumerable.Range(0, workload.Publishers).Select(device => Encoding.UTF8.GetBytes(workload.Topic(device)))];
    }

    /// <summary>Connects everybody, warms up, measures, waits for what is under way, and says goodbye.</summary>
    public Outcome Run(TimeSpan warmUp, TimeSpan duration) => Run(warmUp, duration, intervals: 1, _ => { })[0];

    /// <summary>The same, one interval after the other without a pause between them.</summary>
    /// <param name="warmUp">Not measured.</param>
    /// <param name="interval">Length of an interval.</param>
    /// <param name="intervals">How many.</param>
    /// <param name="progress">Told of each when it is over.</param>
    /// <returns>Each interval; what was lost, doubled or out of order in any of them is the last one's fault.</returns>
    public IReadOnlyList<Outcome> Run(TimeSpan warmUp, TimeSpan interval, int intervals, Action<Outcome> progress)
    {
        ConnectAll();
        var start = Stopwatch.GetTimestamp();
        Drive(start, until: start + Ticks(warmUp));
        var outcomes = new List<Outcome>();
        for (var i = 0; i < intervals; i++)
        {
            outcomes.Add(Measure(start, interval));
            progress(outcomes[i]);
        }

        ServeUntil(() => _ledger.Missing <= 0, DrainTime);
        SayGoodbye();
        outcomes[^1] = outcomes[^1] with { Fault = Fault() };
        return outcomes;
    }

    public void Handle(ClientSocket client, byte header, ReadOnlySpan<byte> body)
    {
        switch (header >> 4)
        {
            case 2:
                RequireAccepted(body[1] == 0, $"CONNACK {body[1]}");
                _connected++;
                break;
            case 3:
                OnPublish(client, (header >> 1) & 3, body);
                break;
            case 4:
                client.Unacknowledged--;
                break;
            case 9:
                RequireAccepted(body[2] < 0x80, $"SUBACK {body[2]}");
                _subscribed++;
                break;
            case 11:
                _subscribed--;
                break;
        }
    }

    public void Dispose()
    {
        foreach (var client in _publishers.Concat(_subscribers))
        {
            client.Dispose();
        }

        _poller.Dispose();
    }

    private Outcome Measure(long start, TimeSpan duration)
    {
        _ledger.Latency.Clear();
        var (from, cpu, received) = (Stopwatch.GetTimestamp(), _server.CpuTime, _ledger.Received);
        Drive(start, until: from + Ticks(duration));
        var (took, used, counted) = (Stopwatch.GetElapsedTime(from), _server.CpuTime - cpu, _ledger.Received - received);
        return new Outcome
        {
            PerSecond = counted / took.TotalSeconds,
            CpuMicroseconds = used.TotalMicroseconds / Math.Max(counted, 1),
            ResidentKib = _server.ResidentKib,
            MedianMilliseconds = _ledger.Latency.Percentile(0.5),
            P99Milliseconds = _ledger.Latency.Percentile(0.99),
        };
    }

    private void ConnectAll()
    {
        for (var i = 0; i < _workload.Subscribers + _workload.Idle; i++)
        {
            var isIdle = i >= _workload.Subscribers;
            var client = Connect(_subscribers, i, isSubscriber: true, clean: isIdle || !_workload.DurableSubscribers);
            Packets.Subscribe(client, FilterOf(i), _workload.Qos);
            client.Flush();
            Throttle();
        }

        ServeUntil(() => _subscribed == _subscribers.Count, Patience);
        for (var i = 0; i < _workload.Publishers; i++)
        {
            Connect(_publishers, i, isSubscriber: false, clean: true);
            Throttle();
        }

        ServeUntil(() => _connected == _publishers.Count + _subscribers.Count, Patience);
        RequireAccepted(_connected == _publishers.Count + _subscribers.Count && _subscribed == _subscribers.Count,
            $"only {_connected} connections and {_subscribed} subscriptions in {Patience.TotalSeconds:0} s");
    }

    private ClientSocket Connect(List<ClientSocket> list, int index, bool isSubscriber, bool clean)
    {
        var client = new ClientSocket(_poller, this, _server.Port) { Index = index, IsSubscriber = isSubscriber };
        list.Add(client);
        Packets.Connect(client, $"{(isSubscriber ? "sub" : "pub")}-{_instance}-{index}", login: null, clean);
        client.Flush();
        return client;
    }

    private string FilterOf(int subscriber) => subscriber < _workload.Subscribers ? _workload.Filter(subscriber) : $"idle/{subscriber}";

    private void Throttle()
    {
        if (_publishers.Count + _subscribers.Count - _connected > ConnectsUnderWay)
        {
            ServeUntil(() => _publishers.Count + _subscribers.Count - _connected <= ConnectsUnderWay / 2, Patience);
        }
    }

    private void Drive(long start, long until)
    {
        for (var now = Stopwatch.GetTimestamp(); now < until; now = Stopwatch.GetTimestamp())
        {
            var mayPublish = _workload.Rate > 0 ? Due(now - start) : RoomInWindow();
            PublishSome(mayPublish);
            _poller.Serve(_workload.Rate > 0 || RoomInWindow() > 0 ? 0 : 1);
        }
    }

    private long Due(long ticks) => Math.Clamp((long)((double)ticks / Stopwatch.Frequency * _workload.Rate) - _ledger.Sent, 0, 4096);

    private long RoomInWindow() => _workload.Window - (_ledger.Missing / _workload.Copies);

    /// <summary>Publishes in turn, as long as somebody can; at full speed looks at what has come in between.</summary>
    private void PublishSome(long messages)
    {
        var refused = 0;
        for (var turns = 0; messages > 0 && refused < _publishers.Count && (turns < 32 || _workload.Rate > 0); turns++)
        {
            var publisher = _publishers[_nextPublisher];
            _nextPublisher = (_nextPublisher + 1) % _publishers.Count;
            var published = Burst(publisher, messages);
            messages -= published;
            refused = published == 0 ? refused + 1 : 0;
            turns -= published == 0 ? 1 : 0;
        }
    }

    private int Burst(ClientSocket publisher, long most)
    {
        Span<byte> payload = stackalloc byte[Reading.MaximumBytes];
        var published = 0;
        while (published < _workload.Burst && published < most && publisher.UnsentBytes < MostUnsentBytes
            && (_workload.Qos == 0 || publisher.Unacknowledged < _workload.PublisherWindow))
        {
            var sequence = _ledger.Send(Stopwatch.GetTimestamp());
            Packets.Publish(publisher, _topics[publisher.Index], _workload.Qos, payload[..Reading.Write(payload, sequence)]);
            published++;
        }

        if (published > 0)
        {
            publisher.Flush();
        }

        return published;
    }

    private void OnPublish(ClientSocket client, int qos, ReadOnlySpan<byte> body)
    {
        var topic = body.Slice(2, (body[0] << 8) | body[1]);
        body = body[(2 + topic.Length)..];
        if (qos > 0)
        {
            Packets.PubAck(client, body[..2]);
            client.Flush(); // one by one, as most clients do
            body = body[2..];
        }

        _ledger.Receive(Reading.SequenceOf(body), client.Index, DeviceOf(topic), Stopwatch.GetTimestamp());
    }

    /// <summary>The number a topic ends in.</summary>
    private static int DeviceOf(ReadOnlySpan<byte> topic)
    {
        var (device, unit) = (0, 1);
        for (var i = topic.Length - 1; i >= 0 && char.IsAsciiDigit((char)topic[i]); i--, unit *= 10)
        {
            device += (topic[i] - '0') * unit;
        }

        return device;
    }

    private void SayGoodbye()
    {
        if (_workload.DurableSubscribers)
        {
            _subscribers.ForEach(client => Packets.Unsubscribe(client, FilterOf(client.Index))); // nothing is kept for it after the run
            _subscribers.ForEach(client => client.Flush());
            ServeUntil(() => _subscribed == 0, Patience);
        }

        foreach (var client in _publishers.Concat(_subscribers))
        {
            Packets.Disconnect(client);
            client.Flush();
        }
    }

    private string? Fault()
    {
        var faults = new[] { (_ledger.Missing, "lost"), (_ledger.Duplicates, "doubled"), (_ledger.OutOfOrder, "out of order"), (_ledger.Unknown, "unknown") };
        var found = faults.Where(fault => fault.Item1 != 0).Select(fault => $"{fault.Item1} {fault.Item2}").ToList();
        return found.Count == 0 ? null : string.Join(", ", found);
    }

    private void ServeUntil(Func<bool> holds, TimeSpan patience)
    {
        var from = Stopwatch.GetTimestamp();
        while (!holds() && Stopwatch.GetElapsedTime(from) < patience)
        {
            _poller.Serve(1);
        }
    }

    private void RequireAccepted(bool accepted, string what)
    {
        if (!accepted)
        {
            throw new LoadException($"{_server.Name} did not take the clients: {what}.");
        }
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
