using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Drivers;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Host.Configuration.Keys;

namespace Bridge.Host.Configuration.Loading;

/// <summary>Reads one device of section <c>devices</c>.</summary>
internal sealed class DeviceReader(Surroundings surroundings, DriverNames drivers)
{
    /// <summary>A reading waits for the other devices on its line too; each request has a time-out of its own.</summary>
    private static readonly TimeSpan WholeModbusReading = TimeSpan.FromMinutes(5);

    /// <summary>The device; null when its driver is not known, which has been told.</summary>
    public DeviceOptions? Read(string id, string origin)
    {
        if (!TextForm.IsDeviceId(id) || id == "bridge")
        {
            surroundings.Faults.Add(origin, $"devices:{id}", id == "bridge"
                ? "the id bridge is reserved for the bridge itself; choose another"
                : $"not an id for a device; expected {TextForm.DeviceId}");
        }

        var scope = new Scope(surroundings, $"devices:{id}", origin);
        if (scope.Text(DeviceKeys.Driver with { Expected = drivers.Expected }) is not { } name)
        {
            return null;
        }

        if (drivers.Find(name) is not { } driver)
        {
            scope.Fault(DeviceKeys.Driver.Key, scope.Find(DeviceKeys.Driver.Key), drivers.Unknown(name));
            return null;
        }

        return WithEntities(OnWires(scope, Common(scope, id, WithProfile(scope, driver)))) with
        {
            Written = surroundings.Layers.Written($"devices:{id}"),
        };
    }

    private Driver WithProfile(Scope scope, Driver driver)
    {
        var key = DriverCatalog.Profile.Key;
        var given = scope.Find(key);
        var made = drivers.WithProfile(driver, given?.Text, out var missing);
        if (missing is not null)
        {
            scope.Fault(key, given, missing);
        }

        return made;
    }

    private static DeviceOptions Common(Scope scope, string id, Driver driver)
    {
        var (interval, schedule, jitter) = new PaceReader(scope, driver).Read();
        var settings = Settings(scope, driver);
        var staleAfter = StaleAfter(scope, interval);
        return new DeviceOptions(id, driver)
        {
            Name = scope.Text(DeviceKeys.Name) ?? NameOf(id),
            Area = scope.Text(DeviceKeys.Area),
            Enabled = scope.Get(DeviceKeys.Enabled),
            Interval = interval,
            Tunable = scope.Get(DeviceKeys.Tunable),
            Schedule = schedule,
            Jitter = jitter,
            Retries = scope.Get(DeviceKeys.Retries),
            Timeout = scope.Get(DeviceKeys.Timeout),
            OfflineAfter = scope.Get(DeviceKeys.OfflineAfter),
            StaleAfter = staleAfter,
            OnFailure = scope.Get(DeviceKeys.OnFailure),
            ExitAfterStale = ExitAfterStale(scope, staleAfter),
            PreviousId = scope.Text(DeviceKeys.PreviousId),
            Settings = settings,
            Publish = EntityReader.Publish(scope, new()),
        };
    }

    private DeviceOptions WithEntities(DeviceOptions device)
    {
        device = device with
        {
            Entities = new EntityReader(surroundings, device).Read(),
            Derived = new DerivedReader(surroundings, device).Read(),
        };
        return device with { Totals = new TotalReader(surroundings, device).Read() };
    }

    private static DeviceOptions OnWires(Scope scope, DeviceOptions device) => device.Driver switch
    {
        I2cDriver chip => device with { Bus = Bus(scope), Address = scope.Get(DeviceKeys.Address(chip)) },
        StreamDriver stream => device with
        {
            Port = scope.Text(DeviceKeys.Port),
            Line = Line(scope, stream.Line(device.Settings)),
        },
        ModbusDriver meter => OnModbus(scope, device, meter),
        _ => device,
    };

    private static string? Bus(Scope scope)
    {
        if (scope.Find(DeviceKeys.Bus.Key) is { } given && TextForm.IsMultiplexer(given.Text))
        {
            scope.Fault(DeviceKeys.Bus.Key, given, "a bus behind a multiplexer is not built yet");
            return null;
        }

        return scope.Text(DeviceKeys.Bus);
    }

    private static LineSettings Line(Scope scope, LineSettings usual) => new(
        scope.Read(DeviceKeys.Baud) as int? ?? usual.Baud,
        scope.Read(DeviceKeys.DataBits) as int? ?? usual.DataBits,
        scope.Read(DeviceKeys.Parity) as Parity? ?? usual.Parity,
        scope.Read(DeviceKeys.StopBits) as int? ?? usual.StopBits);

    private static DeviceOptions OnModbus(Scope scope, DeviceOptions device, ModbusDriver meter)
    {
        var port = scope.Text(DeviceKeys.ModbusPort);
        var isTcp = port is not null && PortPath.IsModbusTcp(port);
        foreach (var setting in DeviceKeys.OfLine)
        {
            if (isTcp && scope.Find(setting.Key) is { } unused)
            {
                scope.Warn(setting.Key, unused, "has no effect over modbus-tcp://, where the gateway sets its own line");
            }
        }

        return device with
        {
            Port = port,
            Line = Line(scope, meter.Line),
            Unit = (byte)scope.Get(isTcp ? DeviceKeys.Unit : DeviceKeys.SerialUnit),
            AnswerTimeout = scope.Read(DeviceKeys.Timeout) as TimeSpan? ?? device.AnswerTimeout,
            Timeout = WholeModbusReading,
        };
    }

    private static SettingValues Settings(Scope scope, Driver driver)
    {
        var values = scope.Values(driver.Settings);
        foreach (var trouble in driver.Check(values))
        {
            var blamed = driver.Settings.FirstOrDefault(setting =>
                trouble.StartsWith($"{setting.Key}: ", StringComparison.Ordinal));
            if (blamed is null)
            {
                scope.Fault(DeviceKeys.Driver.Key, null, trouble);
                continue;
            }

            var given = scope.Place(blamed.Key) is { } place ? new Given(string.Empty, place) : null;
            scope.Fault(blamed.Key, given, trouble[(blamed.Key.Length + 2)..]);
        }

        return values;
    }

    private static TimeSpan StaleAfter(Scope scope, TimeSpan interval)
    {
        if (scope.Read(DeviceKeys.StaleAfter) is not TimeSpan stale)
        {
            return DeviceOptions.UsualStaleAfter(interval);
        }

        if (stale < interval)
        {
            scope.Fault(
                DeviceKeys.StaleAfter.Key,
                scope.Find(DeviceKeys.StaleAfter.Key),
                $"{DurationText.Write(stale)} is shorter than the interval ({DurationText.Write(interval)})");
        }

        return stale;
    }

    private static TimeSpan? ExitAfterStale(Scope scope, TimeSpan staleAfter)
    {
        var key = DeviceKeys.ExitAfterStale;
        if (scope.Read(key) is not TimeSpan exit)
        {
            return null;
        }

        if (exit < staleAfter)
        {
            scope.Fault(
                key.Key,
                scope.Find(key.Key),
                $"{DurationText.Write(exit)} is shorter than stale_after ({DurationText.Write(staleAfter)})");
        }

        return exit;
    }

    // living_room is "Living room".
    private static string NameOf(string id)
    {
        var words = id.Replace('_', ' ').Replace('-', ' ').Trim();
        return words.Length == 0 ? id : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
