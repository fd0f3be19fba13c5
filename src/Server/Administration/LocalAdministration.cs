using System.Collections.Immutable;
using Busroot.Broker.Identity;

namespace Busroot.Server.Administration;

/// <summary>Does the work in this process, on a data directory it holds.</summary>
internal sealed class LocalAdministration(Registry registry, Registrar registrar) : IAdministration
{
    public string? MqttAddress => null;

    public async Task<DeviceGrant> AddDeviceAsync(DeviceDraft draft, CancellationToken cancellationToken)
    {
        if (!DeviceId.TryParse(draft.DeviceId, out var id, out var badId))
        {
            var others = Apply(new DeviceRecord(default, default, []), draft).Problems();
            throw AdministrationException.Invalid([("deviceId", badId), .. others]);
        }

        var device = Check(Apply(new DeviceRecord(id, default, []), draft));
        var token = await registrar.AddAsync(device, cancellationToken)
            ?? throw AdministrationException.Exists("device", draft.DeviceId, "Rotate its token if you need a new one.");
        return new DeviceGrant(draft.DeviceId, token.Reveal());
    }

    public Task<IReadOnlyList<DeviceView>> ListDevicesAsync(DeviceQuery query, CancellationToken cancellationToken)
    {
        if (query.Limit is < 1 or > DeviceQuery.MaximumLimit)
        {
            throw AdministrationException.Invalid([("limit", $"A page holds 1 to {DeviceQuery.MaximumLimit} devices.")]);
        }

        var prefix = query.Account is null ? "" : query.Account + "/";
        return Task.FromResult<IReadOnlyList<DeviceView>>([.. registry.Devices
            .Select(device => (Id: device.Id.ToString(), Device: device))
            .Where(entry => entry.Id.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(entry.Id, query.After) > 0)
            .OrderBy(entry => entry.Id, StringComparer.Ordinal)
            .Take(query.Limit)
            .Select(entry => DeviceView.Of(entry.Device))]);
    }

    public Task<DeviceView> GetDeviceAsync(string deviceId, CancellationToken cancellationToken) =>
        registry.TryFind(deviceId, out var device) ? Task.FromResult(DeviceView.Of(device)) : throw AdministrationException.NotFound("device", deviceId);

    public async Task<DeviceView> ChangeDeviceAsync(string deviceId, DeviceChange change, CancellationToken cancellationToken) =>
        DeviceView.Of(await registrar.UpdateAsync(Known(deviceId), device => Check(Apply(device, change)), cancellationToken)
            ?? throw AdministrationException.NotFound("device", deviceId));

    public async Task<DeviceGrant> RotateDeviceAsync(string deviceId, bool keep, CancellationToken cancellationToken)
    {
        var token = await registrar.RotateAsync(Known(deviceId), keep ? EarlierTokens.Keep : EarlierTokens.Revoke, cancellationToken);
        return new DeviceGrant(deviceId, token?.Reveal() ?? throw AdministrationException.NotFound("device", deviceId));
    }

    public async Task RemoveDeviceAsync(string deviceId, CancellationToken cancellationToken)
    {
        if (!await registrar.RemoveAsync(Known(deviceId), cancellationToken))
        {
            throw AdministrationException.NotFound("device", deviceId);
        }
    }

    public async Task<ServiceGrant> AddServiceAsync(ServiceDraft draft, CancellationToken cancellationToken)
    {
        var problems = ServiceAccount.Problems(draft.Name, draft.Role ?? ServiceRole.Core, draft.Account).ToList();
        if (draft.Role is not { } role || !Enum.IsDefined(role))
        {
            problems = [.. problems.Where(problem => problem.Field == "name"), ("role", "A role is core, integrator or admin.")];
            role = default;
        }

        if (problems.Count > 0)
        {
            throw AdministrationException.Invalid(problems);
        }

        var token = await registrar.AddServiceAsync(draft.Name!, role, draft.Account, cancellationToken)
            ?? throw AdministrationException.Exists("service account", draft.Name!, "Rotate its token if you need a new one.");
        return new ServiceGrant(draft.Name!, token.Reveal());
    }

    public Task<IReadOnlyList<ServiceView>> ListServicesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ServiceView>>([.. registry.Services.OrderBy(service => service.Name, StringComparer.Ordinal).Select(ServiceView.Of)]);

    public async Task<ServiceGrant> RotateServiceAsync(string name, bool keep, CancellationToken cancellationToken)
    {
        var token = await registrar.RotateServiceAsync(name, keep ? EarlierTokens.Keep : EarlierTokens.Revoke, cancellationToken);
        return new ServiceGrant(name, token?.Reveal() ?? throw AdministrationException.NotFound("service account", name));
    }

    public async Task RemoveServiceAsync(string name, CancellationToken cancellationToken)
    {
        if (!await registrar.RemoveServiceAsync(name, cancellationToken))
        {
            throw AdministrationException.NotFound("service account", name);
        }
    }

    private static DeviceId Known(string deviceId) =>
        DeviceId.TryParse(deviceId, out var id, out _) ? id : throw AdministrationException.NotFound("device", deviceId);

    private static DeviceRecord Check(DeviceRecord device)
    {
        var problems = device.Problems().ToList();
        return problems.Count == 0 ? device : throw AdministrationException.Invalid(problems);
    }

    private static DeviceRecord Apply(DeviceRecord device, DeviceDraft draft) =>
        Apply(device, new DeviceChange { Name = draft.Name, Rule = draft.Rule, Stations = draft.Stations, Variables = draft.Variables });

    private static DeviceRecord Apply(DeviceRecord device, DeviceChange change) => device with
    {
        Name = change.Name is null ? device.Name : change.Name.Length == 0 ? null : change.Name,
        RuleId = change.Rule is null ? device.RuleId : change.Rule.Length == 0 ? null : change.Rule,
        Stations = change.Stations is null ? device.Stations : [.. change.Stations.Select(station => station ?? "").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        Variables = change.Variables is null ? device.Variables : change.Variables.ToImmutableDictionary(StringComparer.Ordinal),
        Disabled = change.Disabled ?? device.Disabled,
    };
}
