using System.Net;
using System.Security.Cryptography.X509Certificates;
using Busroot.Broker.Identity;
using Busroot.Broker.Limits;
using Busroot.Server.Certificates;
using Busroot.Server.Hosting;
using Busroot.Server.Pipeline;
using Busroot.Storage.Databases;
using Busroot.Storage.Devices;
using Busroot.Storage.Directories;
using Busroot.Storage.History;
using Busroot.Storage.Quarantine;
using Busroot.Storage.Readings;
using Busroot.Storage.Sessions;
using Busroot.Transformer.Rules;
using Microsoft.Extensions.Logging;

namespace Busroot.Conformance.Tests;

/// <summary>The whole broker with its lanes and database, on two loopback ports: one that wants a login, one that is open.</summary>
public sealed class RunningBroker : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("busroot-conformance-").FullName;
    private readonly FaultLog _log = new();
    private readonly ShiftedTime _time = new();
    private readonly DataDirectory _data;
    private readonly Database _database;
    private readonly ServerTls? _tls;
    private readonly BrokerHost _host;
    private readonly Registrar _registrar;

    public RunningBroker()
        : this(new BrokerLimits())
    {
    }

    /// <param name="limits">Limits in force.</param>
    /// <param name="certificate">For a TLS listener; null for none.</param>
    internal RunningBroker(BrokerLimits limits, X509Certificate2? certificate = null)
    {
        Limits = limits;
        _data = DataDirectory.Open(Path.Combine(_directory, "data"));
        _database = Database.Open(_data);
        var store = new RegistryStore(_database);
        var registry = new Registry(store);
        var sessions = new SessionStore(_database);
        var quarantine = new QuarantineStore(_database, new QuarantineLimits());
        var history = new HistoryStore(_database, new HistoryLimits(), _time);
        var loopback = new IPEndPoint(IPAddress.Loopback, 0);
        _tls = certificate is null ? null : new ServerTls(Write(certificate), _time, _log.CreateLogger<ServerTls>());
        var options = new ServerOptions { Mqtts = _tls is null ? null : loopback, Data = _directory, Rules = _directory, Mqtt = loopback, Http = loopback, Open = loopback };
        _host = new BrokerHost(
            options, registry, RuleSet.Empty, new ReadingStore(_database, history, quarantine, sessions), history, quarantine, sessions, limits, _time, _log, _tls);
        _registrar = new Registrar(registry, store, _host, _time);
    }

    internal BrokerLimits Limits { get; }

    internal Registrar Registrar => _registrar;

    internal BrokerHost Host => _host;

    /// <summary>Fails when the broker itself had a fault since the last call: it must have none whatever clients do.</summary>
    internal void ExpectNoFaults(string during = "this test")
    {
        _log.Faults.TryDequeue(out var first);
        _log.Faults.Clear();
        first.Should().BeNull("no client may make the broker fail, and something in {0} did", during);
    }

    internal string DataPath => _data.FullPath;

    internal IPEndPoint Open => _host.Addresses.Single(address => address.Open).EndPoint;

    internal IPEndPoint WithLogin => _host.Addresses.Single(address => address.Name == "mqtt").EndPoint;

    internal IPEndPoint Secure => _host.Addresses.Single(address => address.Name == "mqtts").EndPoint;

    public Task InitializeAsync() => _host.StartAsync(CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _registrar.Dispose();
        _tls?.Dispose();
        _database.Dispose();
        _data.Dispose();
        Directory.Delete(_directory, recursive: true);
        ExpectNoFaults();
    }

    private TlsFiles Write(X509Certificate2 certificate)
    {
        var file = Path.Combine(_directory, "server.pem");
        File.WriteAllText(file, $"{certificate.ExportCertificatePem()}\n{certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()}");
        return new TlsFiles(file, null, null, null);
    }

    /// <summary>A count by its name on the status page.</summary>
    internal long Count(string counter) => _host.Counters[counter];

    /// <summary>Sets the clock forward and lets the broker look at it.</summary>
    internal async Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        await using var anybody = await WireClient.OpenAsync(Open);
        await anybody.ConnectAsync(); // any traffic ends a batch, and the end of a batch looks at the clock
        await anybody.PingAsync();
    }

    internal Task PassAsync(double seconds) => PassAsync(TimeSpan.FromSeconds(seconds));
}
