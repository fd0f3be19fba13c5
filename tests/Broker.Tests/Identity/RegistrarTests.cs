using System.Text;
using Busroot.Broker.Identity;

namespace Busroot.Broker.Tests.Identity;

public class RegistrarTests
{
    private static readonly DeviceId Press = DeviceId.Parse("acme/press-1");

    private readonly List<string> _events = [];
    private readonly MemoryRegistryStore _store;
    private readonly Registry _registry;
    private readonly Registrar _registrar;

    public RegistrarTests()
    {
        _store = new MemoryRegistryStore(_events);
        _registry = new Registry(_store);
        _registrar = new Registrar(_registry, _store, new Disconnections(_events, _registry), TimeProvider.System);
    }

    [Fact]
    public async Task A_device_is_added_once()
    {
        var token = await AddAsync();

        (await _registrar.AddAsync(new DeviceRecord(Press, default, []), default)).Should().BeNull();
        Opens(token).Should().BeTrue();
        _store.Kept["acme/press-1"].Tokens.Should().ContainSingle();
    }

    [Fact]
    public async Task A_removed_device_is_off_the_disk_and_out_of_the_registry_before_it_is_disconnected()
    {
        var token = await AddAsync();

        (await _registrar.RemoveAsync(Press, default)).Should().BeTrue();

        _events.Should().Equal("save", "delete", "disconnect acme/press-1 Removed, known: False");
        Opens(token).Should().BeFalse();
        (await _registrar.RemoveAsync(Press, default)).Should().BeFalse();
    }

    [Fact]
    public async Task A_disabled_device_is_disconnected_once_and_may_come_back()
    {
        var token = await AddAsync();

        await _registrar.UpdateAsync(Press, device => device with { Disabled = true }, default);
        await _registrar.UpdateAsync(Press, device => device with { Disabled = true }, default);
        Opens(token).Should().BeFalse();
        await _registrar.UpdateAsync(Press, device => device with { Disabled = false }, default);

        Opens(token).Should().BeTrue();
        _events.Where(e => e.StartsWith("disconnect", StringComparison.Ordinal)).Should().ContainSingle().Which.Should().Contain("Disabled");
    }

    [Fact]
    public async Task Losing_a_station_ends_the_connection_and_gaining_one_does_not()
    {
        await AddAsync();

        await _registrar.UpdateAsync(Press, device => device with { Stations = ["A", "B"] }, default);
        _events.Should().NotContain(e => e.StartsWith("disconnect", StringComparison.Ordinal));
        await _registrar.UpdateAsync(Press, device => device with { Stations = ["B"] }, default);

        _events.Should().Contain(e => e.Contains("RightsReduced"));
    }

    [Fact]
    public async Task An_update_cannot_change_the_id_or_the_tokens()
    {
        var token = await AddAsync();

        var after = await _registrar.UpdateAsync(Press, device => device with { Id = DeviceId.Parse("acme/other"), Tokens = [], Name = "new" }, default);

        after!.Id.Should().Be(Press);
        after.Name.Should().Be("new");
        Opens(token).Should().BeTrue();
    }

    [Fact]
    public async Task A_rotation_revokes_the_earlier_token_at_once()
    {
        var old = await AddAsync();

        var fresh = await _registrar.RotateAsync(Press, EarlierTokens.Revoke, default);

        Opens(fresh!).Should().BeTrue();
        Opens(old).Should().BeFalse();
        _events.Should().Contain(e => e.Contains("TokenRevoked"));
    }

    [Fact]
    public async Task A_kept_token_works_beside_the_new_ones_until_there_are_too_many()
    {
        var oldest = await AddAsync();
        var tokens = new List<AccessToken>();
        for (var i = 0; i < DeviceRecord.MaximumTokens - 1; i++)
        {
            tokens.Add((await _registrar.RotateAsync(Press, EarlierTokens.Keep, default))!);
        }

        Opens(oldest).Should().BeTrue();
        _events.Should().NotContain(e => e.StartsWith("disconnect", StringComparison.Ordinal));
        tokens.Add((await _registrar.RotateAsync(Press, EarlierTokens.Keep, default))!);

        Opens(oldest).Should().BeFalse();
        tokens.Should().OnlyContain(token => Opens(token));
        _events.Should().Contain(e => e.Contains("TokenRevoked"));
    }

    [Fact]
    public async Task What_the_store_refused_has_not_happened()
    {
        var token = await AddAsync();
        _store.Failure = new IOException("disk full");

        await _registrar.Invoking(r => r.RemoveAsync(Press, default).AsTask()).Should().ThrowAsync<IOException>();
        await _registrar.Invoking(r => r.RotateAsync(Press, EarlierTokens.Revoke, default).AsTask()).Should().ThrowAsync<IOException>();

        Opens(token).Should().BeTrue();
        _events.Should().Equal("save");
    }

    [Fact]
    public async Task Nothing_is_done_for_a_device_that_is_not_there()
    {
        (await _registrar.UpdateAsync(Press, device => device with { Disabled = true }, default)).Should().BeNull();
        (await _registrar.RotateAsync(Press, EarlierTokens.Revoke, default)).Should().BeNull();
        _events.Should().BeEmpty();
    }

    [Fact]
    public async Task A_service_account_has_the_same_life()
    {
        var token = (await _registrar.AddServiceAsync("core", ServiceRole.Core, null, default))!;
        (await _registrar.AddServiceAsync("core", ServiceRole.Admin, null, default)).Should().BeNull();
        var fresh = (await _registrar.RotateServiceAsync("core", EarlierTokens.Revoke, default))!;

        Opens("core", token).Should().BeFalse();
        Opens("core", fresh).Should().BeTrue();
        (await _registrar.RemoveServiceAsync("core", default)).Should().BeTrue();
        Opens("core", fresh).Should().BeFalse();
        (await _registrar.RemoveServiceAsync("core", default)).Should().BeFalse();
    }

    [Fact]
    public async Task The_local_administrator_can_be_neither_rotated_nor_removed()
    {
        _registry.AdmitLocalAdmin(AccessToken.Create(TimeProvider.System).Hash);

        (await _registrar.RotateServiceAsync("local-admin", EarlierTokens.Revoke, default)).Should().BeNull();
        (await _registrar.RemoveServiceAsync("local-admin", default)).Should().BeFalse();
        (await _registrar.AddServiceAsync("local-admin", ServiceRole.Admin, null, default)).Should().BeNull();
    }

    [Fact]
    public async Task Every_change_moves_the_revision()
    {
        var seen = new List<long> { _registry.Revision };
        await AddAsync();
        seen.Add(_registry.Revision);
        await _registrar.UpdateAsync(Press, device => device with { RuleId = "a/b" }, default);
        seen.Add(_registry.Revision);
        await _registrar.RemoveAsync(Press, default);
        seen.Add(_registry.Revision);

        seen.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
    }

    private async Task<AccessToken> AddAsync() => (await _registrar.AddAsync(new DeviceRecord(Press, default, []), default))!;

    private bool Opens(AccessToken token) => Opens("acme/press-1", token);

    private bool Opens(string userName, AccessToken token) => _registry.Authenticate(userName, Encoding.UTF8.GetBytes(token.Reveal())).Accepted;

    private sealed class Disconnections(List<string> events, Registry registry) : IDisconnector
    {
        public ValueTask DisconnectAsync(string userName, DisconnectReason reason, CancellationToken cancellationToken)
        {
            events.Add($"disconnect {userName} {reason}, known: {registry.TryFind(userName, out _)}");
            return ValueTask.CompletedTask;
        }
    }
}
