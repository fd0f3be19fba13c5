using Busroot.Broker.Limits;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;
using Microsoft.Extensions.Logging;

namespace Busroot.Broker.Tests.Monitoring;

public class RefusalLogTests
{
    private readonly Lines _log = new();
    private readonly TestBroker _test;

    public RefusalLogTests() => _test = new TestBroker(new BrokerLimits { LoggedRefusalsPerAddress = 3, LoggedRefusals = 5 }, log: _log);

    [Fact]
    public void A_client_that_guesses_tokens_does_not_fill_the_log()
    {
        for (var i = 0; i < 100; i++)
        {
            Guess("192.0.2.1:1000");
            Guess("192.0.2.2:1000");
        }

        _log.Warnings.Should().HaveCount(5).And.OnlyContain(line => line.Contains("was refused"));
        _log.Warnings.Count(line => line.Contains("192.0.2.1")).Should().Be(3);
        _test.Broker.Counters.ConnectionsRefused.Should().Be(200, "every one is counted");
        _test.Pass(61);
        _log.Warnings.Should().HaveCount(6);
        _log.Warnings[^1].Should().StartWith("195 more lines");
        Guess("192.0.2.1:1000");
        _log.Warnings.Should().HaveCount(7);
    }

    [Fact]
    public void Everything_a_client_can_be_refused_shares_the_allowance()
    {
        var device = _test.LogIn("acme/press-1");
        for (var i = 0; i < 10; i++)
        {
            device.Publish($"other/{i}", "x");
            device.Subscribe($"other/{i}/#");
        }

        for (var i = 0; i < 10; i++)
        {
            _test.Accept(address: "192.0.2.1:1").Send([0xF0, 0x00]);
        }

        _log.Warnings.Should().HaveCount(3);
        _test.Broker.Counters.PublishesRefused.Should().Be(10);
        _test.Broker.Counters.SubscriptionsRefused.Should().Be(10);
        _test.Broker.Counters.ProtocolErrors.Should().Be(10);
    }

    private void Guess(string address) => _test.Accept(open: false, address).Connect(new ConnectPacket
    {
        Version = ProtocolVersion.V500,
        ClientId = "acme/press-1/x",
        UserName = "acme/press-1",
        Password = "guess"u8.ToArray(),
    });

    private sealed class Lines : ILogger<MessageBroker>
    {
        public List<string> Warnings { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Warnings.Add(formatter(state, exception));
    }
}
