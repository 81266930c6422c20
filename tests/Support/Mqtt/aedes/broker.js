// An aedes broker on a free loopback port, which it prints first. It ends with its standard input. Users: anybody, but
// with the name "bridge" only by the password "right".
const { createServer } = require('node:net')
const Aedes = require('aedes')

const broker = new Aedes()
broker.authenticate = (client, username, password, done) => {
  const isIn = username !== 'bridge' || password?.toString() === 'right'
  done(isIn ? null : Object.assign(new Error('wrong password'), { returnCode: 4 }), isIn)
}

const server = createServer({ noDelay: true }, broker.handle)
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
process.stdin.resume().on('end', () => process.exit())
