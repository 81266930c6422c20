using System.Collections.Immutable;
using Bridge.Devices.Model.Settings;
using Bridge.Host.Configuration.Keys;
using Bridge.Host.Configuration.Sources;
using Bridge.Mqtt.Transport;

namespace Bridge.Host.Configuration.Loading;

/// <summary>Reads where the brokers are and how TLS is spoken, and holds the one against the other.</summary>
internal sealed class BrokerReader(Surroundings surroundings)
{
    private readonly Scope _mqtt = surroundings.Section(MqttKeys.Section);
    private readonly Scope _tls = surroundings.Section(MqttKeys.Section, MqttTlsKeys.Section);

    /// <summary>The brokers, at least one, and TLS; what does not fit was told.</summary>
    public (ImmutableArray<MqttEndpoint> Brokers, MqttTlsOptions Tls) Read()
    {
        var brokers = _mqtt.Find(MqttKeys.Brokers.Key) is { } list ? Listed(list) : [Single()];
        return (brokers, Tls(brokers));
    }

    private MqttEndpoint Single()
    {
        var port = _mqtt.Read(MqttKeys.Port) as int?;
        return MqttEndpoint.Tcp(_mqtt.Get(MqttKeys.Host), port, _tls.Get(MqttTlsKeys.Enabled));
    }

    private ImmutableArray<MqttEndpoint> Listed(Given list)
    {
        foreach (var key in new[] { MqttKeys.Host.Key, MqttKeys.Port.Key })
        {
            if (_mqtt.Find(key) is { } given)
            {
                _mqtt.Fault(key, given, $"mqtt.brokers ({list.Origin}) is given too; keep one of them");
            }
        }

        var brokers = ImmutableArray.CreateBuilder<MqttEndpoint>();
        foreach (var (index, url) in _mqtt.Get(MqttKeys.Brokers).Index())
        {
            if (MqttEndpoint.TryParse(url, out var broker, out var fault))
            {
                brokers.Add(broker);
            }
            else
            {
                _mqtt.Fault(MqttKeys.Brokers.Key, list, $"number {index + 1}: {fault}");
            }
        }

        foreach (var plain in brokers.Where(broker => !broker.UsesTls && _tls.Get(MqttTlsKeys.Enabled)))
        {
            _mqtt.Fault(MqttKeys.Brokers.Key, list, $"{plain} is without TLS, but mqtt.tls.enabled is true");
        }

        return brokers.ToImmutable();
    }

    private MqttTlsOptions Tls(ImmutableArray<MqttEndpoint> brokers)
    {
        var tls = new MqttTlsOptions
        {
            CaFile = ReadableFile(MqttTlsKeys.CaFile),
            CertFile = ReadableFile(MqttTlsKeys.CertFile),
            KeyFile = ReadableFile(MqttTlsKeys.KeyFile),
            ServerName = _tls.Text(MqttTlsKeys.ServerName),
            Insecure = _tls.Get(MqttTlsKeys.Insecure),
        };
        Tell(MqttTlsKeys.CaFile, tls.CaFileFault());
        TellPair(tls);
        if (!brokers.Any(static broker => broker.UsesTls))
        {
            foreach (var setting in MqttTlsKeys.Section.Settings.Where(static each => each != MqttTlsKeys.Enabled))
            {
                if (_tls.Find(setting.Key) is { } unused)
                {
                    _tls.Warn(setting.Key, unused, "has no effect without TLS; set mqtt.tls.enabled, or an mqtts:// URL");
                }
            }
        }

        return tls;
    }

    // Null too for a file that cannot be read, which was told.
    private string? ReadableFile(Setting<string> setting)
    {
        if (_tls.FullPath(setting) is not { } path)
        {
            return null;
        }

        var trouble = FileText.TryRead(path, out _);
        Tell(setting, trouble);
        return trouble is null ? path : null;
    }

    private void TellPair(MqttTlsOptions tls)
    {
        var (certificate, key) = (_tls.Find(MqttTlsKeys.CertFile.Key), _tls.Find(MqttTlsKeys.KeyFile.Key));
        if (certificate is null != key is null)
        {
            var (given, missing) = certificate is null
                ? (MqttTlsKeys.KeyFile, MqttTlsKeys.CertFile)
                : (MqttTlsKeys.CertFile, MqttTlsKeys.KeyFile);
            Tell(given, $"mqtt.tls.{missing.Key} is missing; the two belong together");
        }
        else if (tls.CertFile is not null && tls.KeyFile is not null)
        {
            Tell(MqttTlsKeys.CertFile, tls.CertificateFault());
        }
    }

    private void Tell(Setting setting, string? fault)
    {
        if (fault is not null)
        {
            _tls.Fault(setting.Key, _tls.Find(setting.Key), fault);
        }
    }
}
