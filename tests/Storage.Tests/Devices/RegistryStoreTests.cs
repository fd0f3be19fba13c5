using System.Collections.Immutable;
using System.Text.Json;
using Busroot.Broker.Identity;
using Busroot.Storage.Databases;
using Busroot.Storage.Devices;
using Busroot.Storage.Directories;

namespace Busroot.Storage.Tests.Devices;

public sealed class RegistryStoreTests : IDisposable
{
    private static readonly DateTimeOffset Created = DateTimeOffset.UnixEpoch.AddMilliseconds(1_763_800_000_123);

    private readonly TemporaryDirectory _temporary = new();
    private readonly DataDirectory _directory;
    private Database _database;

    public RegistryStoreTests()
    {
        _directory = DataDirectory.Open(_temporary.Data);
        _database = Database.Open(_directory);
    }

    public void Dispose()
    {
        _database.Dispose();
        _directory.Dispose();
        _temporary.Dispose();
    }

    [Fact]
    public async Task A_device_comes_back_as_it_was_saved()
    {
        var device = Device("acme/press-1") with
        {
            Name = "Press 1 »Süd«",
            Disabled = true,
            RuleId = "arduino/opta-dau",
            Stations = ["ST-01", "ST-02"],
            Variables = ImmutableDictionary<string, JsonElement>.Empty
                .Add("goodInput", JsonSerializer.SerializeToElement("c1")).Add("limit", JsonSerializer.SerializeToElement(12.5)),
        };

        await Store.SaveAsync([device, Device("acme/plain")], default);
        Reopen();

        var devices = Store.LoadDevices().ToDictionary(d => d.Id.ToString());
        devices.Should().HaveCount(2);
        devices["acme/press-1"].Should().BeEquivalentTo(device, options => options.ComparingByValue<DeviceId>().Excluding(d => d.Variables));
        devices["acme/press-1"].Variables.Select(v => $"{v.Key}={v.Value.GetRawText()}").Should().BeEquivalentTo("goodInput=\"c1\"", "limit=12.5");
        devices["acme/plain"].Variables.Should().BeEmpty();
    }

    [Fact]
    public async Task Saving_again_replaces_the_record_and_all_its_tokens()
    {
        var device = Device("acme/press-1");
        await Store.SaveAsync([device], default);
        var rotated = device with { Name = "new", Tokens = [Token("b"), Token("c")] };

        await Store.SaveAsync([rotated], default);

        Store.LoadDevices().Should().ContainSingle().Which.Should().BeEquivalentTo(rotated, options => options.ComparingByValue<DeviceId>());
    }

    [Fact]
    public async Task A_removed_device_takes_its_tokens_with_it()
    {
        await Store.SaveAsync([Device("acme/press-1"), Device("acme/press-2")], default);

        await Store.RemoveAsync(DeviceId.Parse("acme/press-1"), default);
        await Store.RemoveAsync(DeviceId.Parse("acme/never"), default);

        Store.LoadDevices().Select(d => d.Id.ToString()).Should().Equal("acme/press-2");
        _database.Read(connection => connection.Number("SELECT count(*) FROM device_token")).Should().Be(1);
    }

    [Fact]
    public async Task Service_accounts_have_the_same_life()
    {
        var tools = new ServiceAccount("tools", ServiceRole.Integrator, "acme", Created, [Token("a")]);
        await Store.SaveAsync(new ServiceAccount("core", ServiceRole.Core, null, Created, [Token("x")]), default);
        await Store.SaveAsync(tools, default);
        await Store.SaveAsync(tools with { Tokens = [Token("b")] }, default);
        await Store.RemoveServiceAsync("core", default);
        Reopen();

        Store.LoadServices().Should().ContainSingle().Which.Should().BeEquivalentTo(tools with { Tokens = [Token("b")] });
    }

    [Fact]
    public async Task A_hundred_thousand_devices_are_saved_at_once_and_loaded()
    {
        const int Count = 100_000;
        await Store.SaveAsync([.. Enumerable.Range(0, Count).Select(n => Device($"acme/press-{n}") with { Name = $"Press {n}", Stations = [$"ST-{n}"] })], default);
        Reopen();

        var registry = new Registry(Store);

        registry.DeviceCount.Should().Be(Count);
        registry.TryFind("acme/press-77777", out var device).Should().BeTrue();
        device!.Name.Should().Be("Press 77777");
    }

    private RegistryStore Store => new(_database);

    private static DeviceRecord Device(string id) => new(DeviceId.Parse(id), Created, [Token(id)]);

    private static TokenHash Token(string text) => TokenHash.Of(text + "-secret", Created);

    private void Reopen()
    {
        _database.Dispose();
        _database = Database.Open(_directory);
    }
}
