using System.Text;
using Busroot.Broker.Identity;

namespace Busroot.Broker.Tests.Identity;

public class RegistryTests
{
    private static readonly AccessToken Token = AccessToken.Create(TimeProvider.System);
    private static readonly AccessToken Second = AccessToken.Create(TimeProvider.System);
    private static readonly DeviceRecord Press = new(DeviceId.Parse("acme/press-1"), default, [Token.Hash, Second.Hash]);

    private readonly Registry _registry;

    public RegistryTests()
    {
        var store = new MemoryRegistryStore([]);
        store.Kept["acme/press-1"] = Press;
        store.Kept["acme/off"] = new DeviceRecord(DeviceId.Parse("acme/off"), default, [Token.Hash]) { Disabled = true };
        store.Kept["acme/none"] = new DeviceRecord(DeviceId.Parse("acme/none"), default, []);
        store.KeptServices["core"] = new ServiceAccount("core", ServiceRole.Core, null, default, [Token.Hash]);
        _registry = new Registry(store);
    }

    [Fact]
    public void A_device_logs_in_with_any_of_its_tokens()
    {
        Login("acme/press-1", Token.Reveal()).Principal.Should().Be(new Principal.Device(Press));
        Login("acme/press-1", Second.Reveal()).Principal!.UserName.Should().Be("acme/press-1");
    }

    [Fact]
    public void A_service_account_logs_in_as_itself() =>
        Login("core", Token.Reveal()).Principal.Should().BeOfType<Principal.Service>().Which.Account.Role.Should().Be(ServiceRole.Core);

    [Theory]
    [InlineData("acme/press-1", "")]
    [InlineData("acme/press-1", "wrong")]
    [InlineData("acme/none", "")]
    [InlineData("acme/unknown", "wrong")]
    [InlineData("ACME/press-1", "wrong")]
    [InlineData("core", "wrong")]
    [InlineData("", "")]
    [InlineData("#", "wrong")]
    [InlineData("local-admin", "wrong")]
    public void An_unknown_user_and_a_wrong_password_get_one_answer(string userName, string password) =>
        Login(userName, password).Should().Be(new AuthenticationResult(null, AuthenticationRefusal.BadUserNameOrPassword));

    [Fact]
    public void Every_change_of_a_single_bit_of_a_token_is_refused()
    {
        var bytes = Encoding.UTF8.GetBytes(Token.Reveal());
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            _registry.Authenticate("acme/press-1", bytes).Accepted.Should().BeFalse();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Only_the_holder_of_a_token_learns_that_a_device_is_disabled()
    {
        Login("acme/off", Token.Reveal()).Refusal.Should().Be(AuthenticationRefusal.Disabled);
        Login("acme/off", "guess").Refusal.Should().Be(AuthenticationRefusal.BadUserNameOrPassword);
    }

    [Fact]
    public void The_local_key_opens_an_administrator_that_no_list_shows()
    {
        _registry.AdmitLocalAdmin(Second.Hash);

        Login("local-admin", Second.Reveal()).Principal.Should().BeOfType<Principal.Service>().Which.Account.Role.Should().Be(ServiceRole.Admin);
        _registry.Services.Select(service => service.Name).Should().Equal("core");
    }

    [Fact]
    public void A_device_is_found_by_the_bytes_of_a_topic_without_an_allocation()
    {
        var id = "acme/press-1"u8.ToArray();
        _registry.TryFind(id, out _).Should().BeTrue();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var found = _registry.TryFind(id, out var device);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        found.Should().BeTrue();
        device.Should().BeSameAs(Press);
        allocated.Should().Be(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("acme/press-2")]
    [InlineData("acme/préss-1")]
    public void Bytes_that_are_no_known_id_find_nothing(string id) => _registry.TryFind(Encoding.UTF8.GetBytes(id), out _).Should().BeFalse();

    [Fact]
    public void Bytes_longer_than_any_id_find_nothing() => _registry.TryFind(new byte[70_000], out _).Should().BeFalse();

    [Fact]
    public void A_hundred_thousand_devices_take_less_than_two_kilobytes_each()
    {
        const int Count = 100_000;
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var registry = new Registry(new ManyDevices(Count));
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / Count;

        registry.DeviceCount.Should().Be(Count);
        bytes.Should().BeLessThan(2048);
        GC.KeepAlive(registry);
    }

    private AuthenticationResult Login(string userName, string password) => _registry.Authenticate(userName, Encoding.UTF8.GetBytes(password));

    private sealed class ManyDevices(int count) : IRegistryStore
    {
        public IEnumerable<DeviceRecord> LoadDevices() => Enumerable.Range(0, count).Select(n =>
            new DeviceRecord(DeviceId.Parse($"acme/press-{n}"), default, [TokenHash.Of($"token-{n}", default), TokenHash.Of($"second-{n}", default)])
            {
                Name = $"Press number {n} in hall {n % 7}",
                RuleId = $"arduino/opta-{n % 10}",
                Stations = [$"ST-{n}"],
            });

        public IEnumerable<ServiceAccount> LoadServices() => [];

        public ValueTask SaveAsync(IReadOnlyCollection<DeviceRecord> devices, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public ValueTask SaveAsync(ServiceAccount service, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public ValueTask RemoveAsync(DeviceId id, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public ValueTask RemoveServiceAsync(string name, CancellationToken cancellationToken) => throw new InvalidOperationException();
    }
}
